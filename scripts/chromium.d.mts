/** Types of `chromium.mjs`, which stays plain JavaScript to run before anything is installed. */
export declare function findChromium(): string | null
export declare const howToInstall: string
