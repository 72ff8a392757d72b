// A console with invented devices: npm run dev, then open the printed link.
import { bench, fridge, knob, live } from './devices.js';
import { startGateway } from './gateway.js';

const gateway = await startGateway({ port: Number(process.env.PORT ?? 8090) });
const site = 'com.example.demo';
live(fridge(gateway.router, site));
knob(gateway.router, site);
bench(gateway.router, site);
gateway.router.tickets.set('dev', 'dev');
console.log(`Console with invented devices: ${gateway.url}#token=${gateway.token()}`);
console.log('or sign in as dev with the ticket dev');
