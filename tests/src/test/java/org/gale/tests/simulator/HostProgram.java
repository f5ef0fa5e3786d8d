package org.gale.tests.simulator;

import java.util.List;
import java.util.SortedMap;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.RunConfiguration;

/**
 * Random program of a host: the commands that a checked session applied.
 *
 * @param machine       configuration of its machine
 * @param configuration of the run
 * @param commands      words of each command
 * @param digests       of the run, by the number of commands applied, where it was taken
 * @param faults        that were injected and survived
 */
record HostProgram(
    MachineConfig machine,
    RunConfiguration configuration,
    List<long[]> commands,
    SortedMap<Integer, Long> digests,
    int faults)
{
}
