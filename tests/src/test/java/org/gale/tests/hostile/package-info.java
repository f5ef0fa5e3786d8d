/** Files that are damaged, and the commands that read them. */
package org.gale.tests.hostile;
