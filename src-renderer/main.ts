// The window's entry: binds the bridge to the one component that holds everything. Nothing else.
import '@fontsource-variable/inter/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import { mount } from 'svelte'
import { config } from 'zod'
import App from './App.svelte'
import { connectBridge } from './bridge'

// The page's policy forbids eval, which zod would otherwise probe for.
config({ jitless: true })

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
mount(App, { target, props: { bridge: connectBridge() } })
