/**
 * Storms: what traffic is offered, how the machine is set up for it as software would, who the guests are, and what is
 * measured. Generators run on threads of their own; everything else here is on the engine's thread, or says so.
 */
package org.gale.engine.storm;
