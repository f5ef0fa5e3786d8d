package org.gale.engine.report.sweep;

import java.nio.file.Path;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;

/** Configurations of the storms of a sweep, planned anew. */
@FunctionalInterface
public interface StormConfigs
{
    /**
     * Plans a storm.
     *
     * @param job    file of the job that all runs have
     * @param values of the keys of the sweep
     * @param seed   of the run; null for that of the job
     * @return configuration as the storm's report has it; null if the storm cannot be planned on this host
     */
    JsonNode of(Path job, Map<String, String> values, Long seed);
}
