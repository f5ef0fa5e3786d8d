/**
 * Plans of storms: a scenario is checked against a profile, a machine and a host, and nothing is created. A plan says
 * what a resume may change, and what a journal records.
 */
package org.gale.engine.storm.plan;
