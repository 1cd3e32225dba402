// The browser that end-to-end tests drive: the system's own Chromium, installed through apt where we may.
import { needProgram } from './debian.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const INSTRUCTION = `No Chromium on this machine. Install one and run this again:
  Debian, Ubuntu   sudo apt-get install chromium
  Fedora           sudo dnf install chromium
  macOS            brew install --cask chromium
or name one you have:  CHROMIUM_PATH=/path/to/chromium npm test`;

/** Path of a Chromium; throws an instruction for people where there is none and none can be installed. */
export function needChromium(): string {
  return needProgram({
    variable: 'CHROMIUM_PATH',
    names: NAMES,
    places: MAC,
    debianPackage: 'chromium',
    instruction: INSTRUCTION,
  });
}
