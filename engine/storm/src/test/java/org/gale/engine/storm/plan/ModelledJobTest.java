package org.gale.engine.storm.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.gale.engine.storm.scenario.JobText;
import org.gale.engine.storm.scenario.OnOff;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spacing;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.TrafficKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what a job says of devices that have models. */
class ModelledJobTest
{
    private static final String JOB = """
        job: drives
        clock: virtual
        vars: {depth: 8}
        vms:
          - name: vm
            devices:
              - {name: disk, events: 4, traffic: {kind: io, depth: '${depth}', service: {exponential: 50us}, think: 1us,
                 coalesce: {threshold: 4, time: 200us}}}
              - {name: nic, events: 4, traffic: {kind: open, rate: 1k}}
        """;
    private static final String ONE =
        "job: x\nclock: virtual\nvms: [{name: a, devices: [{name: d, traffic: {kind: io, KEYS}}]}]\n";

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    private Job read(final String text, final String... assignments)
    {
        return JobReader.read(JobParser.parse(JobText.of(text.getBytes(StandardCharsets.UTF_8), "j.yaml"), "j.yaml"),
            JobProfiles.ALL.forms(), Assignments.of("--set", List.of(assignments)));
    }

    private StormPlan plan(final String text, final String... assignments)
    {
        return jobs.plan(read(text, assignments), "j.yaml", SettingValues.NONE, Spelling.NAMES);
    }

    private static StreamShape disk(final StormPlan plan)
    {
        return plan.config().shape().groups().get(0).devices().get(0).stream();
    }

    private static String value(final StreamShape stream, final String name)
    {
        final TrafficKind kind = TrafficKinds.of(stream.model().kind());

        return kind.settings().stream().filter(setting -> setting.name().equals(name))
            .map(setting -> stream.model().values().shown(setting)).findFirst().orElseThrow();
    }

    private String refusal(final String text)
    {
        return assertThrows(JobException.class, () -> plan(text)).getMessage();
    }

    @Test
    void shouldTakeAsManyRequestsAsAJobKeepsInMemoryAndNoMore()
    {
        final String most = """
            job: x
            clock: virtual
            vms:
            - {name: a, count: 2, devices: [{name: d, count: 64, events: 1, traffic: {kind: io, depth: 65536}}]}
            """;

        assertEquals(65_536L, disk(plan(most)).model().values().get(TrafficKinds.of("io").settings().get(0)));
        final String refusal = refusal(most +
            "- {name: b, count: 1, devices: [{name: d, count: 1, events: 1, traffic: {kind: io, depth: 1}}]}\n");
        assertTrue(refusal.contains("vms.b.devices.d.traffic.depth: 8,388,609 requests of all devices up to here are " +
            "more than the 8,388,608 of a job"), refusal);
        assertEquals(1, refusal.lines().count(), refusal);
    }

    @Test
    void shouldReadEachKeyAndCompleteTheOthers()
    {
        final StreamShape stream = disk(plan(JOB));

        assertEquals("io", stream.model().kind());
        assertEquals("8", value(stream, "depth"));
        assertEquals("{exponential: 50us}", value(stream, "service"));
        assertEquals("64", value(stream, "parallel"));
        assertEquals("1us", value(stream, "think"));
        assertEquals("4", value(stream, "coalesce.threshold"));
        assertEquals("200us", value(stream, "coalesce.time"));
    }

    @Test
    void shouldPrintAndRecordAJobThatReadsBackAsTheSame()
    {
        final StormPlan plan = plan(JOB);
        final String printed = jobs.print(plan);
        final StormPlan again = plan(printed);

        assertEquals(printed, jobs.print(again));
        assertEquals(plan.config(), again.config());
        assertEquals(plan.config().hashCode(), again.config().hashCode());
        assertEquals(plan.config(), plan(jobs.record(plan)).config());
        assertTrue(
            printed.contains("          coalesce:\n            threshold: 4\n            time: 200us\n"), printed);
    }

    @Test
    void shouldPrintNoCoalescingOfAVirtioDeviceThatHasNone()
    {
        assertFalse(jobs.print(plan(ONE.replace("io, KEYS", "virtio"))).contains("coalesce"));
    }

    @Test
    void shouldSetAKeyByItsPath()
    {
        final StormPlan plan = plan(JOB, "vms.vm.devices.disk.traffic.coalesce.threshold=9", "depth=7");

        assertEquals("9", value(disk(plan), "coalesce.threshold"));
        assertEquals("7", value(disk(plan), "depth"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "depth: 0 | traffic.depth: 0 is not in 1 to 65536",
        "depth: 65537 | traffic.depth: 65537 is not in 1 to 65536",
        "coalesce: {threshold: 257} | traffic.coalesce.threshold: 257 is not in 1 to 256",
        "coalesce: {threshold: 2} | traffic.coalesce.threshold: 2 needs a vms.a.devices.d.traffic.coalesce.time",
        "coalesce: {tme: 0} | traffic.coalesce.tme: 'tme' is no key of coalesce: did you mean 'time'?",
        "coalesce: 7 | traffic.coalesce: '7' is no map",
        "rate: 5k | traffic.rate: belongs to kind open or packets or line, and this is io",
        "window: 5 | traffic.window: belongs to kind closed, and this is io",
        "service: {weibull: 1us} | 'weibull' is no distribution",
    })
    void shouldRefuseAKeyInOneLine(final String keys, final String message)
    {
        final String refusal = refusal(ONE.replace("KEYS", keys));

        assertTrue(refusal.contains(message), refusal);
        assertEquals(1, refusal.lines().count(), refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "packets, rate: 100k | moderation | dim",
        "packets, rate: 100k | period | eqe",
        "packets, rate: 100k | budget | 64",
        "packets, rate: 100k | per-packet | 500ns",
        "packets, rate: 100k | arrivals | poisson",
        "packets, rate: 100k, arrivals: {on-off: {alpha: 2, off: 4ms}} | arrivals | " +
            "{on-off: {alpha: 2.0, on: 1ms, off: 4ms}}",
        "packets, rate: 100k, moderation: none | moderation | none",
        "packets, rate: 100k, moderation: {fixed: 84us} | moderation | {fixed: 84us}",
        "packets, rate: 100k, moderation: { fixed : 1ns } | moderation | {fixed: 1ns}",
        "packets, rate: 100k, period: cqe, budget: 1, per-packet: 0 | per-packet | 0s",
        "virtio, depth: 65536 | depth | 65536",
        "virtio, event-index: off | event-index | off",
        "virtio, backend: each | backend | each",
        "virtio, depth: 1 | service.fixed | {lognormal: {median: 53us, sigma: 0.21}}",
        "virtio, service: {each: 2us} | service.each | 2us",
        "virtio, coalesce: {time: 10us} | coalesce.time | 10us",
        "virtio, coalesce: {time: 0} | coalesce.time | 0s",
        "virtio, coalesce: {threshold: 256, time: 1s} | coalesce.threshold | 256",
        "virtio, coalesce: {threshold: 65536, time: 1us} | coalesce.threshold | 65536" })
    void shouldReadTheKeysOfDevicesAndPrintThem(final String keys, final String name, final String value)
    {
        final StormPlan plan = plan(ONE.replace("io, KEYS", keys));

        assertEquals(value, value(disk(plan), name));
        assertEquals(plan.config(), plan(jobs.print(plan)).config());
        assertEquals(plan.config(), plan(jobs.record(plan)).config());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "packets, rate: 100k, arrivals: {on-off: {alpha: 1}} | alpha '1' is not above 1 and at most 100",
        "packets, rate: 100k, arrivals: {on-off: {on: 0us}} | '0us'",
        "packets, rate: 100k, arrivals: {on-off: {onn: 1us}} | 'onn: 1us' is no part of on-off (try {on-off: {alpha",
        "packets, rate: 100k, arrivals: {on-of: {on: 1us}} | '{on-of: {on: 1us}}' is no map of arrivals",
        "open, rate: 0.01, arrivals: {on-off: {}} | 0 a second are fewer than one event in 1,000 bursts",
        "packets, rate: 0.01, arrivals: {on-off: {}} | 0 a second are fewer than one event in 1,000 bursts",
        "packets | traffic.rate: is missing: kind packets follows one (write rate: 100k)",
        "packets, rate: 100k, moderation: dimm | traffic.moderation: 'dimm' is no moderation: did you mean 'dim'?",
        "packets, rate: 100k, moderation: {fixed: 0us} | '0us'",
        "packets, rate: 100k, moderation: {fixed: 2s} | traffic.moderation: '2s' is not in 1ns to 1s",
        "packets, rate: 100k, moderation: {fixed: soon} | 'soon' is not a duration in whole ns",
        "packets, rate: 100k, moderation: {fixd: 1us} | '{fixd: 1us}' is no moderation",
        "packets, rate: 100k, budget: 0 | traffic.budget: 0 is not in 1 to 65536",
        "packets, rate: 100k, budget: 65537 | traffic.budget: 65537 is not in 1 to 65536",
        "packets, rate: 100k, period: eqq | 'eqq' is not one of eqe, cqe",
        "packets, rate: 100k, per-packet: 2s | traffic.per-packet: '2s' is longer than 1s",
        "packets, rate: 100k, per-packet: 20ms | traffic.per-packet: 20ms of each packet is not below the",
        "packets, rate: 100k, per-packet: 20ms | (try a lower vms.a.devices.d.traffic.rate, or more events)",
        "packets, rate: 2000G | is more than a packet a ns of each event",
        "virtio, depth: 0 | traffic.depth: 0 is not in 1 to 65536",
        "virtio, depth: 65537 | traffic.depth: 65537 is not in 1 to 65536",
        "virtio, service: 5us | traffic.service: '5us' is no map",
        "virtio, service: {fixed: 1s, each: 1s}, rate: 1k | traffic.rate: belongs to kind open or packets or line",
        "virtio, backend: all | 'all' is not one of batch, each",
        "virtio, coalesce: {time: 10500ns} | traffic.coalesce.time: '10500ns' is no multiple of 1us",
        "virtio, coalesce: {time: 2s} | traffic.coalesce.time: '2s' is longer than 1s",
        "virtio, coalesce: {threshold: 2} | traffic.coalesce.threshold: 2 needs a vms.a.devices.d.traffic.coalesce.tim",
        "virtio, coalesce: {threshold: 2, time: 0} | traffic.coalesce.threshold: 2 needs a",
        "virtio, coalesce: {threshold: 0} | traffic.coalesce.threshold: 0 is not in 1 to 65536",
        "virtio, coalesce: {threshold: 65537} | traffic.coalesce.threshold: 65537 is not in 1 to 65536",
        "virtio, event-index: maybe | 'maybe' is not one of on, off" })
    void shouldRefuseAKeyOfADeviceInOneLine(final String keys, final String message)
    {
        final String refusal = refusal(ONE.replace("io, KEYS", keys));

        assertTrue(refusal.contains(message), refusal);
        assertEquals(1, refusal.lines().count(), refusal);
    }

    @ParameterizedTest
    @CsvSource({ "fixed", "each" })
    void shouldRefuseAVirtioServiceLongerThanTheStorm(final String key)
    {
        final String refusal = refusal(
            "duration: 10ms\n" + ONE.replace("io, KEYS", "virtio, service: {" + key + ": 11ms}"));

        assertTrue(refusal.contains(
            "traffic.service." + key + ": 11ms is longer than the storm, whose duration is 10ms"), refusal);
    }

    @Test
    void shouldRefuseAServiceLongerThanTheStorm()
    {
        final String refusal = refusal("duration: 10ms\n" + ONE.replace("KEYS", "service: 11ms"));

        assertTrue(refusal.contains("traffic.service: 11ms is longer than the storm, whose duration is 10ms"), refusal);
    }

    @Test
    void shouldJudgeAServiceByTheDurationOfAnOptionInFrontOfTheJobs()
    {
        final Job job = read("duration: 10ms\n" + ONE.replace("KEYS", "service: 5ms"));
        final SettingValues option = SettingValues.NONE.withText(StormSettings.DURATION, "1ms");

        jobs.plan(job, "j.yaml", SettingValues.NONE, Spelling.NAMES);
        final String refusal = assertThrows(
            JobException.class, () -> jobs.plan(job, "j.yaml", option, Spelling.NAMES)).getMessage();

        assertTrue(refusal.contains("traffic.service: 5ms is longer than the storm, whose duration is 1ms"), refusal);
    }

    @Test
    void shouldReadPrintAndRecordBursts()
    {
        final StormPlan plan =
            plan(ONE.replace("io, KEYS", "open, rate: 5k, arrivals: {on-off: {alpha: 1.5, on: 2ms, off: 6ms}}"));

        assertEquals(new OpenStream(5_000, new Spacing(false, new OnOff(1.5, 2_000_000, 6_000_000))), disk(plan));
        assertEquals(plan.config(), plan(jobs.print(plan)).config());
        assertEquals(plan.config(), plan(jobs.record(plan)).config());
    }

    @Test
    void shouldRefuseBurstsOfOneSequence()
    {
        final String refusal =
            refusal("order: host\n" + ONE.replace("io, KEYS", "open, rate: 5k, arrivals: {on-off: {on: 2ms}}"));

        assertTrue(refusal.contains("needs a job whose groups have their own streams"), refusal);
    }

    @Test
    void shouldNameTheKinds()
    {
        final String refusal = refusal(ONE.replace("kind: io", "kind: ioo"));

        assertTrue(refusal.contains(
            "traffic.kind: 'ioo' is not one of closed, open, io, packets, virtio, timer, line, ipi, trace"), refusal);
        assertTrue(refusal.contains("did you mean 'io'?"), refusal);
    }

    @Test
    void shouldRefuseAKeyOfAModelInAnotherKind()
    {
        final String refusal = refusal(ONE.replace("kind: io, KEYS", "kind: open, rate: 1k, depth: 3"));

        assertTrue(refusal.contains("traffic.depth: belongs to kind io or virtio, and this is open"), refusal);
    }

    @Test
    void shouldRefuseModelsOnTwoThreadsAndInOneSequence()
    {
        final String wall = ONE.replace("clock: virtual\n", "").replace("KEYS", "depth: 1");
        final String inOne = refusal(ONE.replace("KEYS", "depth: 1") + "order: host\n");

        for (final String threads : List.of("", "threads: 2\n"))
        {
            final String refusal = refusal(wall + threads);
            assertTrue(refusal.contains("threads: 2 are too many for models of devices, which guests drive from the " +
                "engine's thread (try threads=1, or clock virtual)"), refusal);
        }
        assertTrue(plan(wall + "threads: 1\n").config().shape().hasModels());
        assertTrue(
            inOne.contains("order: host is one sequence of events of all devices, and devices of kind io"), inOne);
    }

    @Test
    void shouldLetAPhasePauseAModelAlone()
    {
        final String phases =
            ONE.replace("KEYS", "depth: 1") + "phases: [{name: p, duration: 1s, change: {a: {KEY}}}]\n";

        assertEquals(1, plan(phases.replace("KEY", "pause: true")).config().shape().phases().size());
        assertTrue(
            refusal(phases.replace("KEY", "rate: 1k")).contains("belongs to kind open, and the traffic of d is io"));
        assertTrue(refusal(phases.replace("KEY", "window: 9"))
            .contains("belongs to kind closed, and the traffic of d is io"));
        assertTrue(refusal(phases.replace("KEY", "scale: 2")).contains(
            "belongs to kind closed or open, and the traffic of d is io"));
    }

    @Test
    void shouldRefuseAnOptionThatAModelDoesNotHave()
    {
        final Job job = read(ONE.replace("KEYS", "depth: 1"));
        final SettingValues given = SettingValues.NONE.withText(StormSettings.RATE, "5k");

        final String refusal = assertThrows(
            JobException.class, () -> jobs.plan(job, "j.yaml", given, Spelling.NAMES)).getMessage();

        assertEquals("rate: traffic of kind io has none (leave it out)", refusal);
    }
}
