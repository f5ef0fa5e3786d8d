/**
 * Lanes that producers attach to, in the process and from others, and the set that the engine drains. A lane's
 * producer owns its tail; everything else belongs to the engine's thread, unless a class says otherwise.
 */
package org.gale.engine.lanes;
