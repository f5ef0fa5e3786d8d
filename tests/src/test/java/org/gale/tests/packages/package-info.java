/** Packages, made twice from copies of the sources, and tried. No class here has a thread of its own. */
package org.gale.tests.packages;
