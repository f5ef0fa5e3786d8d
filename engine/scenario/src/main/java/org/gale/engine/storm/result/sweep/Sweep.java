package org.gale.engine.storm.result.sweep;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.storm.scenario.JobNode;

/**
 * Sweep as its file describes it. Immutable.
 *
 * @param name       of the sweep
 * @param job        file of the job, as the sweep's file names it
 * @param parameters in the order of the file
 * @param search     that each run makes; null for none
 * @param seeds      of the runs of each point; empty for the seed of the job
 * @param excepts    points that are left out, each by values of some keys
 * @param limits     of each run
 * @param report     figure that is shown
 * @param tree       of the file
 */
public record Sweep(
    String name,
    String job,
    List<SweepParameter> parameters,
    SweepSearch search,
    List<Long> seeds,
    List<Map<String, String>> excepts,
    SweepLimits limits,
    SweepReport report,
    JobNode.Fields tree)
{
    /** Key of the points that are left out. */
    static final String EXCEPT = "except";

    /** Returns the keys of all parameters, in the order of the file. */
    public List<String> keys()
    {
        return parameters.stream().flatMap(parameter -> parameter.keys().stream()).toList();
    }

    /** Returns the keys over which the report shows its figure. */
    public List<String> reportKeys()
    {
        return report.by().isEmpty() ? parameters.stream().map(parameter -> parameter.keys().get(0)).limit(2).toList() :
            report.by();
    }

    /** {@return the parameter of a key, or null} */
    public SweepParameter parameter(final String key)
    {
        return parameters.stream().filter(parameter -> parameter.keys().contains(key)).findFirst().orElse(null);
    }

    /** Returns the texts of the values of a key, in the order of the file. */
    public Stream<String> texts(final String key)
    {
        final SweepParameter parameter = parameter(key);
        final int column = parameter.keys().indexOf(key);

        return parameter.values().stream().map(value -> value.get(column));
    }
}
