package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests that the warm-ups of the runs of answers are what the page on answers says, and how many vCPUs begin cold in
 * their judged parts. Jobs are drawn. The oracle simulates each run for three times its count, and finds both in there.
 */
class ColdStartsTest
{
    private static final int JOBS = 12;
    private static final int SEEDS = 2;
    private static final int TENTH = 10;

    @TempDir
    private Path directory;
    private int warm;
    private int cold;
    private int longer;

    @Test
    void shouldWarmUpAsThePageSays() throws IOException
    {
        for (long number = 1; number <= JOBS; number++)
        {
            final ObjectNode job = drawn(number);
            Expected expected = null;
            for (int i = 0; i < SEEDS; i++)
            {
                final Expected one = expected(job.deepCopy().put("seed", job.get("seed").asInt() + i));
                expected = expected == null ? one : expected.plus(one);
            }
            assertEquals(expected, answered(job), "job " + number + ": " + job);
            warm += expected.coldStarts == 0 ? 1 : 0;
            cold += expected.coldStarts > 0 ? 1 : 0;
            longer += expected.coldStarts == 0 && expected.mostEvents > job.get("count").asLong() / TENTH ? 1 : 0;
        }

        assertTrue(warm > 0 && cold > 0 && longer > 0, warm + " warm, " + cold + " cold, " + longer + " longer");
    }

    /** Warm-ups of the runs of an answer. */
    private record Expected(long coldStarts, long vcpus, long leastEvents, long mostEvents)
    {
        Expected plus(final Expected other)
        {
            final Expected coldest = Comparator.comparingLong(Expected::coldStarts)
                .thenComparingLong(Expected::vcpus).compare(this, other) >= 0 ? this : other;

            return new Expected(coldest.coldStarts, coldest.vcpus, Math.min(leastEvents, other.leastEvents),
                Math.max(mostEvents, other.mostEvents));
        }
    }

    private Expected answered(final ObjectNode job) throws IOException
    {
        final Path file = directory.resolve("job.yaml");
        final Path json = directory.resolve("answer.json");
        Files.writeString(file, job.toString());
        GaleStorm.gale("storm", file.toString(), "--vary", "costs.kick=283ns", "--seeds", Integer.toString(SEEDS),
            "--json", json.toString());
        final JsonNode warmUp = new ObjectMapper().readTree(json.toFile()).at("/steadiness/warm_up");
        Files.delete(file);
        Files.delete(json);

        return new Expected(warmUp.get("cold_starts").asLong(), warmUp.get("vcpus").asLong(),
            warmUp.get("least_events").asLong(), warmUp.get("most_events").asLong());
    }

    /** Finds warm-up and cold starts in a longer run. No events merge, so that each has its handler. */
    private Expected expected(final ObjectNode job) throws IOException
    {
        final long count = job.get("count").asLong();
        final ObjectNode longer = job.deepCopy();
        longer.put("count", 3 * count);
        longer.withObject("/costs").put("kick", "283ns");
        final GaleStorm storm = GaleStorm.run(longer, directory);
        final Run run = new Run(new JournalText(storm.dump(), storm.traces())).toTheEnd();
        final List<Interrupt> offers = new ArrayList<>(run.done.get(0).handled());
        assertEquals(3 * count, offers.size(), "an event merged");
        offers.sort(Comparator.comparingLong(one -> one.intendedNs));
        final Map<Vcpu, Long> firsts = new HashMap<>();
        offers.forEach(one -> firsts.merge(one.handler, one.endedNs, Math::min));
        final Set<Vcpu> reached = new HashSet<>(run.host.own.stream().filter(run::hasEvents).toList());

        final TreeSet<Long> instants = new TreeSet<>();
        offers.forEach(one -> instants.addAll(List.of(one.intendedNs, one.endedNs)));
        for (final long ns : instants)
        {
            final long offered = offers.stream().filter(one -> one.intendedNs <= ns).count();
            final boolean isEach = reached.stream().allMatch(vcpu -> firsts.getOrDefault(vcpu, Numbers.NEVER) <= ns);
            if ((offered >= count / TENTH && isEach) || offered >= count)
            {
                final Set<Vcpu> begun = new HashSet<>();
                offers.subList(0, (int)(offered + count)).forEach(one -> begun.add(one.handler));

                return new Expected(
                    begun.stream().filter(vcpu -> firsts.get(vcpu) > ns).count(), begun.size(), offered, offered);
            }
        }
        throw new IllegalStateException("no warm-up ends: " + job);
    }

    private static ObjectNode drawn(final long number)
    {
        final SplittableRandom random = new SplittableRandom(number);
        final ObjectNode job = JsonNodeFactory.instance.objectNode();
        job.put("job", "drawn");
        job.put("seed", 1 + random.nextInt(1_000));
        job.put("clock", "virtual");
        job.put("latency", "all");
        job.put("count", 60 + random.nextInt(200));
        final ObjectNode machine = job.putObject("machine");
        machine.put("kind", random.nextBoolean() ? "kvm" : "gicv4");
        final ArrayNode groups = job.putArray("vms");
        int vcpus = 0;
        for (int i = 0; i < 1 + random.nextInt(3); i++)
        {
            final ObjectNode group = groups.addObject();
            final int vms = 1 + random.nextInt(2);
            final int vpes = 1 + random.nextInt(3);
            vcpus += vms * vpes;
            group.put("name", "g" + i);
            group.put("count", vms);
            group.put("vpes", vpes);
            group.putObject("guest").put("handler", "2us");
            final ObjectNode device = group.putArray("devices").addObject();
            device.put("name", "d");
            device.put("count", 1);
            device.put("events", 64 + random.nextInt(64));
            device.putObject("traffic").put("kind", "open").put("rate", i == 0 ? 9_000 : 30 + random.nextInt(900))
                .put("arrivals", "poisson");
        }
        machine.put("pes", vcpus);
        if (machine.get("kind").asText().equals("gicv4"))
        {
            machine.putObject("injection").put("policy", random.nextBoolean() ? "none" : "per-vcpu")
                .put("vpeids", vcpus).put("moves", "0").put("toggles", "0");
        }

        return job;
    }
}
