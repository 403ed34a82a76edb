/** `npm run test:attack -- --requests N --seed S`: attacks the composed server (tests/attack). */
await import('../tests/attack/main.ts');
