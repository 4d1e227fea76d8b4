/**
 * Sentences for the reader. They stand, translated, in the page's `<template id="texts">`.
 */

/**
 * @param {string} key the `data-text` of the sentence
 * @param {Record<string, string|number>} [values] for its `%(name)s` placeholders
 * @returns {string}
 */
export function say(key, values = {}) {
  const texts = document.getElementById("texts").content;
  const found = texts.querySelector(`[data-text="${key}"]`) ?? texts.querySelector('[data-text="failed"]');
  const sentence = found.textContent.replace(/\s+/g, " ").trim();
  return sentence.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
}

/**
 * @param {Error & {code?: string}} error of the crypto modules or of `send.js`
 * @returns {string} what to tell the reader
 */
export function explain(error) {
  return error.sentence ?? say(error.code ?? "failed");
}
