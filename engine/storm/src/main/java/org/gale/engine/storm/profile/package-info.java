/**
 * Profiles of storms: the kinds of traffic that users choose among. Each one is a
 * {@link org.gale.engine.storm.profile.StormProfile} and stands in {@link org.gale.engine.storm.profile.Profiles}. A
 * profile has no state; its workload and its guests belong to the engine's thread.
 */
package org.gale.engine.storm.profile;
