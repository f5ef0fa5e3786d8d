/**
 * Witness of sessions: an account of what must be pending, made from the commands alone by code of its own. It shares
 * no variable, no class and no table with the parts that it watches; it reads RAM and registers as software does.
 */
package org.gale.engine.witness;
