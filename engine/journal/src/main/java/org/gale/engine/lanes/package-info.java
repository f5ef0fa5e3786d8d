/**
 * Lanes that producers attach to, in this process and in others, and the set that the engine drains. A lane's producer
 * owns its tail; everything else belongs to the engine's thread, unless a class says otherwise.
 */
package org.gale.engine.lanes;
