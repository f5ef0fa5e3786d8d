package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Keys {@code machine.migrations} of a job. Immutable. */
final class MigrationKeys
{
    private static final String NONE = "none";

    final String every;
    /** Passes that send the tables before the VM stops. */
    final int passes;
    final long leastNs;
    /** Whether all VMs stop together. */
    final boolean isUpdate;
    /** Step that fails, and the numbers of its rate; null of none. */
    final String failing;
    private final long[] failures;
    private final List<String> groups = new ArrayList<>();

    MigrationKeys(final StormJob job)
    {
        final JsonNode keys = job.root.at("/machine/migrations");
        every = keys.path("every").asText("0");
        passes = keys.path("precopy").asInt(0);
        leastNs = Numbers.ns(keys.path("least-downtime").asText("0"));
        isUpdate = keys.path("kind").asText().equals("update");
        final String[] fail = keys.path("fail").asText(NONE).split(" ", -1);
        failing = fail[0].equals(NONE) ? null : fail[0];
        failures = failing == null ? new long[0] :
            Stream.of(fail[1].split("/", -1)).mapToLong(Numbers::count).toArray();
        keys.path("groups").forEach(name -> groups.add(name.asText()));
    }

    /** Returns whether an attempt at the step fails; they are numbered from 1. */
    boolean fails(final long attempt)
    {
        return attempt * failures[0] / failures[1] != (attempt - 1) * failures[0] / failures[1];
    }

    /** Returns whether a VM may migrate. */
    boolean has(final StormJob.Vm vm)
    {
        return groups.isEmpty() || groups.contains(vm.group().name());
    }

    /** Returns whether the report has the course of the migrations. */
    boolean hasCourse()
    {
        return failing != null || isUpdate || passes > 0;
    }
}
