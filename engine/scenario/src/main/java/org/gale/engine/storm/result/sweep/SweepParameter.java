package org.gale.engine.storm.result.sweep;

import java.util.List;
import org.gale.engine.storm.scenario.Place;

/**
 * Parameter of a sweep: keys of the job that change their values together, mostly one key alone.
 *
 * @param keys   paths or variables of the job
 * @param values for each value of the parameter a text for each key
 * @param places of the values in the file, in the same order
 */
public record SweepParameter(List<String> keys, List<List<String>> values, List<List<Place>> places)
{
}
