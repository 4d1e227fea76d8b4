/**
 * The teller's form: who was written in is found by name.
 */
import { watchFinder } from "./find_people.js";

document.querySelectorAll("[data-finder]").forEach(watchFinder);
