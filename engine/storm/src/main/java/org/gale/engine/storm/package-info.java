/** The storm that a Java program runs, above all rooms of storms. Its caller's thread becomes the engine's. */
package org.gale.engine.storm;
