/**
 * The camera at a desk, where the browser gives one and reads QR codes by itself.
 */
const PAUSE = 250;

/**
 * @param {HTMLElement} root holds `#camera-start`, `#camera-http`, `#camera` and `#camera-stop`
 * @param {(code: string) => void} onCode once for each code that is held before the camera
 * @param {() => void} onStop
 */
export function offerCamera(root, onCode, onStop) {
  const start = root.querySelector("#camera-start");
  const camera = root.querySelector("#camera");
  const video = camera.querySelector("video");
  let stream = null;
  let last = "";

  if (!window.isSecureContext) {
    root.querySelector("#camera-http").hidden = false;
  } else if (navigator.mediaDevices?.getUserMedia && "BarcodeDetector" in window) {
    start.hidden = false;
  }

  start.addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      start.hidden = true;
      return;
    }
    video.srcObject = stream;
    await video.play();
    camera.hidden = false;
    look(new window.BarcodeDetector({ formats: ["qr_code"] }));
  });

  root.querySelector("#camera-stop").addEventListener("click", () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    camera.hidden = true;
    onStop();
  });

  /** It is held before the camera for a while: it is noted once.
   * @param {BarcodeDetector} detector */
  async function look(detector) {
    if (!stream) return;
    const [code] = await detector.detect(video).catch(() => []);
    if (code && code.rawValue !== last) {
      last = code.rawValue;
      onCode(last);
    }
    setTimeout(() => look(detector), PAUSE);
  }
}
