import { state } from './state.mjs'

export class Menu {
  items = []

  static buildFromTemplate(template) {
    const menu = new Menu()
    menu.items = template.map((item) => ({
      ...item,
      submenu: Array.isArray(item.submenu) ? Menu.buildFromTemplate(item.submenu) : item.submenu,
    }))
    return menu
  }

  static setApplicationMenu(menu) {
    state.menu = menu
  }

  static getApplicationMenu() {
    return state.menu
  }
}
