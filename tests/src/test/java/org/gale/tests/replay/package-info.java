/**
 * Replays of journals that different threads, batches, front ends and JDKs made: each reaches the digest of the live
 * run. Each test owns its journals and machines.
 */
package org.gale.tests.replay;
