/** Pages of the site; the host's own addresses of records work, so that links which the app writes open here. */
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { portal } from './state/portal.ts'

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'start', component: () => import('./pages/StartPage.vue'), meta: { section: 'start' } },
  { path: '/crm/', redirect: () => (portal.value?.crmMode === 'simple' ? '/crm/deal/' : '/crm/lead/') },
  { path: '/crm/lead/:view(kanban|list)?/', name: 'leads', component: () => import('./pages/LeadsPage.vue'), meta: { section: 'leads' } },
  { path: '/crm/lead/details/:id(\\d+)/', name: 'lead', component: () => import('./pages/LeadPage.vue'), meta: { section: 'leads' } },
  {
    path: '/crm/:kind(lead|deal)/automation/:stageId/',
    name: 'robots',
    component: () => import('./pages/StagePage.vue'),
    meta: { section: 'leads' },
  },
  { path: '/crm/deal/:view(kanban|list)?/', name: 'deals', component: () => import('./pages/DealsPage.vue'), meta: { section: 'deals' } },
  { path: '/crm/deal/details/:id(\\d+)/', name: 'deal', component: () => import('./pages/DealPage.vue'), meta: { section: 'deals' } },
  { path: '/tasks/', name: 'tasks', component: () => import('./pages/TasksPage.vue'), meta: { section: 'tasks' } },
  { path: '/company/personal/user/:user(\\d+)/tasks/', redirect: '/tasks/' },
  {
    path: '/company/personal/user/:user(\\d+)/tasks/task/view/:id(\\d+)/',
    name: 'task',
    component: () => import('./pages/TaskPage.vue'),
    meta: { section: 'tasks' },
  },
  {
    path: '/notifications/',
    name: 'notifications',
    component: () => import('./pages/NotificationsPage.vue'),
    meta: { section: 'notifications' },
  },
  { path: '/company/', name: 'company', component: () => import('./pages/CompanyPage.vue'), meta: { section: 'company' } },
  {
    path: '/company/personal/user/:user(\\d+)/',
    name: 'person',
    component: () => import('./pages/CompanyPage.vue'),
    meta: { section: 'company' },
  },
  { path: '/market/', name: 'market', component: () => import('./pages/MarketPage.vue'), meta: { section: 'market' }, alias: '/marketplace/' },
  { path: '/marketplace/detail/:code/', redirect: '/market/' },
  { path: '/marketplace/view/:code/', name: 'app', component: () => import('./pages/AppPage.vue'), meta: { section: 'market' } },
  { path: '/inspector/', name: 'inspector', component: () => import('./pages/InspectorPage.vue'), meta: { section: 'inspector' } },
  { path: '/inspector/weather/', name: 'weather', component: () => import('./pages/WeatherPage.vue'), meta: { section: 'weather' } },
  { path: '/:rest(.*)*', name: 'nothing', component: () => import('./pages/NothingPage.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})
