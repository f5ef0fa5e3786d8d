package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Search for the smallest job that is still predicted wrongly. Pure functions but for the runs of the jobs. */
final class SmallerJobs
{
    private static final int RUNS_LIMIT = 300;

    private SmallerJobs()
    {
    }

    /** Returns the smallest job that was found, beginning with one that fails. */
    static JudgedJob smallest(final JudgedJob failed, final Path directory, final Set<String> leftOut)
        throws IOException
    {
        if (failed.job().at("/machine/partitions").size() > 0)
        {
            return failed;                                          // each partition needs a VM
        }
        JudgedJob smallest = failed;
        Iterator<ObjectNode> smaller = of(failed.job()).iterator();
        for (int run = 0; run < RUNS_LIMIT && smaller.hasNext(); run++)
        {
            final ObjectNode job = smaller.next();
            final JudgedJob judged = judged(job, directory, leftOut);
            if (judged != null && !judged.isRight())
            {
                smallest = judged;
                smaller = of(job).iterator();
            }
        }

        return smallest;
    }

    /** Returns a job with its differences; null if it is refused. */
    private static JudgedJob judged(final ObjectNode job, final Path directory, final Set<String> leftOut)
        throws IOException
    {
        try
        {
            return JudgedJob.of(job, directory, leftOut, new TreeSet<>());
        }
        catch (final IllegalStateException ex)
        {
            GaleStorm.clear(directory);

            return null;
        }
    }

    /** Returns jobs that are smaller by one thing each, the largest steps first. */
    static List<ObjectNode> of(final ObjectNode job)
    {
        final List<ObjectNode> smaller = new ArrayList<>();
        without(job, "/vms", smaller);
        without(job, "/phases", smaller);
        for (int group = 0; group < job.get("vms").size(); group++)
        {
            without(job, "/vms/" + group + "/devices", smaller);
        }
        for (int phase = 0; phase < job.path("phases").size(); phase++)
        {
            final ObjectNode copy = job.deepCopy();
            if (((ObjectNode)copy.get("phases").get(phase)).remove("change") != null)
            {
                smaller.add(copy);
            }
        }
        numbers(job, job, "", smaller);

        return smaller;
    }

    /** Adds the jobs without one of the entries of a list. */
    private static void without(final ObjectNode job, final String list, final List<ObjectNode> smaller)
    {
        for (int i = 0; i < job.at(list).size() && job.at(list).size() > 1; i++)
        {
            final ObjectNode copy = job.deepCopy();
            ((ArrayNode)copy.at(list)).remove(i);
            smaller.add(fitted(copy));
        }
    }

    /** Adds the jobs with half of one of the numbers, or with one time in place of a distribution. */
    private static void numbers(
        final ObjectNode job, final JsonNode node, final String path, final List<ObjectNode> smaller)
    {
        for (final var field : node.properties())
        {
            final String at = path + '/' + field.getKey();
            final JsonNode value = field.getValue();
            if (value.isInt() && value.asInt() > 1 && !field.getKey().equals("seed"))
            {
                final ObjectNode copy = job.deepCopy();
                ((ObjectNode)copy.at(path)).put(field.getKey(), value.asInt() / 2);
                smaller.add(fitted(copy));
            }
            else if (value instanceof TextNode && value.asText().startsWith("{") && !field.getKey().equals("arrivals"))
            {
                final ObjectNode copy = job.deepCopy();
                ((ObjectNode)copy.at(path)).put(field.getKey(), field.getKey().equals("moderation") ? "none" : "2us");
                smaller.add(copy);
            }
            numbers(job, value, at, smaller);
        }
        for (int i = 0; node.isArray() && i < node.size(); i++)
        {
            numbers(job, node.get(i), path + '/' + i, smaller);
        }
    }

    /** Fits the PEs of a job to its vCPUs, and leaves out changes of groups that are no more. */
    private static ObjectNode fitted(final ObjectNode job)
    {
        int vcpus = 0;
        final Set<String> names = new TreeSet<>();
        for (final JsonNode group : job.get("vms"))
        {
            vcpus += group.get("count").asInt() * group.get("vpes").asInt();
            names.add(group.get("name").asText());
            group.get("devices").forEach(
                device -> names.add(group.get("name").asText() + '/' + device.get("name").asText()));
        }
        final ObjectNode machine = (ObjectNode)job.get("machine");
        final boolean isResident = machine.get("kind").asText().equals("gicv5") ||
            machine.get("kind").asText().equals("msix");
        machine.put("pes", isResident ? vcpus : Math.min(vcpus, machine.get("pes").asInt()));
        for (final JsonNode phase : job.path("phases"))
        {
            if (phase.has("change"))
            {
                ((ObjectNode)phase.get("change")).retain(names);
            }
        }

        return job;
    }
}
