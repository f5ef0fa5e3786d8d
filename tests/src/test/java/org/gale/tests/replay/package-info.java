/**
 * Replays: whatever threads, batches, front ends and JDKs made a journal, replaying it comes to the digest of the live
 * run. Each test owns its journals and machines.
 */
package org.gale.tests.replay;
