/**
 * Profiles of storms: the kinds of traffic that users choose among. Each one is a {@link
 * org.gale.engine.storm.StormProfile}. Nothing here has state.
 */
package org.gale.engine.storm.profile;
