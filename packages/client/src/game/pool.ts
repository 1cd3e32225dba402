// Images that come and go (trail, arrows, flecks, joints), taken anew each frame and never destroyed in play.
import type { GameObjects, Scene } from 'phaser';
import { Sheet } from './sheet.ts';

export class ImagePool {
  readonly #scene: Scene;
  readonly #depth: number;
  readonly #images: GameObjects.Image[] = [];
  #used = 0;

  constructor(scene: Scene, depth: number) {
    this.#scene = scene;
    this.#depth = depth;
  }

  /** The next image of this frame, unturned, opaque and at full size. */
  take(frame: string, x: number, y: number): GameObjects.Image {
    let image = this.#images[this.#used];
    if (!image) {
      image = this.#scene.add.image(0, 0, Sheet.key).setDepth(this.#depth);
      this.#images.push(image);
    }
    this.#used++;
    return image.setFrame(frame).setPosition(x, y).setAlpha(1).setRotation(0).setScale(1).setVisible(true);
  }

  /** Ends the frame: what was not taken is hidden. */
  end(): void {
    for (let i = this.#used; i < this.#images.length; i++) this.#images[i].setVisible(false);
    this.#used = 0;
  }
}
