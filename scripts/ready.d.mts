/** Types of `ready.mjs`, which stays plain JavaScript to run before anything is installed. */
export declare function build(): void
