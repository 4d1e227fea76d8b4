/**
 * @typedef {object} Progress
 * @property {<T>(result: T) => T} after counts one finished step and hands its result on
 */

/**
 * @param {number} total steps
 * @param {(done: number) => void} [onProgress] told the finished share, from 0 to 1
 * @returns {Progress}
 */
export function makeProgress(total, onProgress = () => {}) {
  let done = 0;
  return {
    after(result) {
      done += 1;
      onProgress(done / total);
      return result;
    },
  };
}
