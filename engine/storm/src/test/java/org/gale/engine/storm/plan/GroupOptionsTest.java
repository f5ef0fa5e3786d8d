package org.gale.engine.storm.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.gale.engine.storm.scenario.JobText;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spacing;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of options that change the group of a job. */
class GroupOptionsTest
{
    private static final String CLOSED = "vms: [{name: vm, count: 2, vpes: 4, lpis: 128, " +
        "devices: [{name: disk, count: 2, events: 64, traffic: {window: 100}}]}]\n";
    private static final String OPEN = CLOSED.replace("window: 100", "kind: open, rate: 5k, arrivals: constant");

    private static final Map<String, Setting<?>> NAMES = Map.of("vms", StormSettings.VMS, "vpes", StormSettings.VPES,
        "lpis", StormSettings.LPIS, "devices", StormSettings.DEVICES, "events", StormSettings.EVENTS,
        "rate", StormSettings.RATE, "window", StormSettings.WINDOW, "arrivals", StormSettings.ARRIVALS,
        "duration", StormSettings.DURATION, "count", StormSettings.COUNT);

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    @ParameterizedTest
    @CsvSource({
        "vms=3, vms=3 vpes=4 pes=12 lpis=128 devices=2 events=64 rate=0.0 window=",
        "vpes=1, vms=2 vpes=1 pes=2 lpis=128 devices=2 events=64 rate=0.0 window=",
        "lpis=32, vms=2 vpes=4 pes=8 lpis=32 devices=2 events=16 rate=0.0 window=",
        "devices=4, vms=2 vpes=4 pes=8 lpis=256 devices=4 events=64 rate=0.0 window=",
        "events=8, vms=2 vpes=4 pes=8 lpis=16 devices=2 events=8 rate=0.0 window=",
        "lpis=64 events=8, vms=2 vpes=4 pes=8 lpis=64 devices=8 events=8 rate=0.0 window=",
        "lpis=64 devices=1 events=64, vms=2 vpes=4 pes=8 lpis=64 devices=1 events=64 rate=0.0 window="})
    void shouldChangeTheSizesOfTheOneGroup(final String options, final String keys)
    {
        final String window = "window=9";

        for (final String order : List.of("host", "group"))
        {
            final StormConfig config = plan("job: x\norder: " + order + '\n' + CLOSED, options + ' ' + window);
            assertEquals(keys + (order.equals("host") ? 9 : 9 * config.shape().vms()), config.toKeys()
                .replaceFirst("arrivals=.* window=", "window="), order);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "group"})
    void shouldChangeTheKindOfTheTraffic(final String order)
    {
        final String head = "job: x\norder: " + order + '\n';
        final long vms = order.equals("host") ? 1 : 2;

        assertEquals(1e6 * vms, plan(head + CLOSED, "rate=1M").value(StormSettings.RATE));
        assertEquals(0.0, plan(head + OPEN, "rate=max").value(StormSettings.RATE));
        assertEquals(7L * vms, plan(head + OPEN, "rate=max window=7").value(StormSettings.WINDOW));
        assertEquals(6e3 * vms, plan(head + OPEN, "rate=6k").value(StormSettings.RATE));
        assertEquals(Spacing.EVEN, plan(head + OPEN, "rate=6k").value(StormSettings.ARRIVALS));
        assertEquals(Spacing.POISSON, plan(head + OPEN, "arrivals=poisson").value(StormSettings.ARRIVALS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "group"})
    void shouldRefuseWhatTheTrafficDoesNotHave(final String order)
    {
        final String head = "job: x\norder: " + order + '\n';

        assertEquals("j.yaml: window: '7' needs a closed loop, and vms.vm.devices.disk.traffic.rate opens it " +
            "(try vms.vm.devices.disk.traffic.rate max)", failure(head + OPEN, "window=7"));
        assertEquals("j.yaml: arrivals: 'poisson' needs a rate (try vms.vm.devices.disk.traffic.rate 1M)",
            failure(head + CLOSED, "arrivals=poisson"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "group"})
    void shouldRefuseANumberOutsideItsRange(final String order)
    {
        final String text = "job: x\norder: " + order + '\n' + CLOSED;

        assertEquals("vms: 3000000000 is too many", failure(text, "vms=3G"));
        assertEquals("vms: 4097 is not in 1 to 4096", failure(text, "vms=4097"));
        assertEquals("vpes: 0 is not in 1 to 512", failure(text, "vpes=0"));
    }

    @Test
    void shouldNameThePathWhereAJobHasSeveralGroups()
    {
        assertEquals("vpes: which of the 2 groups of VMs? (try vms.quiet.vpes=3)\n" +
            "rate: which of the 2 groups of VMs? (try vms.quiet.devices.disk.traffic.rate=1k)",
            failure(JobShapeTest.UNLIKE, "vpes=3 rate=1k"));
        assertEquals("devices: which of the 2 groups of devices? (try vms.a.devices.d.count=3)",
            failure("job: x\nvms: [{name: a, devices: [{name: d}, {name: e}]}]\n", "devices=3"));
    }

    @Test
    void shouldRefuseADurationThatIsNotThatOfThePhases()
    {
        assertEquals("duration: 20s is not the sum of the phases, 30s (leave it out, or set the duration of a phase)",
            failure(JobShapeTest.UNLIKE, "duration=20s"));
        assertEquals(30_000_000_000L, plan(JobShapeTest.UNLIKE, "duration=30s count=5").value(StormSettings.DURATION));
        assertEquals(5L, plan(JobShapeTest.UNLIKE, "count=5").value(StormSettings.COUNT));
    }

    @Test
    void shouldRefuseAChangeThatIsOfTheOtherKindOfTraffic()
    {
        final String closed = changing(CLOSED, "vm: {window: 8}");
        final String open = changing(OPEN, "vm/disk: {rate: 9k}");

        assertEquals("j.yaml:3:56: phases.p.change.vm.window: belongs to kind closed, and the traffic of disk is " +
            "open (leave out rate)", failure(closed, "rate=100k"));
        assertEquals("j.yaml:3:59: phases.p.change.vm/disk.rate: belongs to kind open, and the traffic of disk is " +
            "closed (leave out rate)", failure(open, "rate=max"));
        assertEquals(8L, plan(closed, "window=7").shape().phases().get(0).change(0, 0).values()
            .get(StormSettings.WINDOW));
        assertEquals(9e3, plan(open, "rate=6k").shape().phases().get(0).change(0, 0).values()
            .get(StormSettings.RATE));
        assertEquals(2, plan(changing(CLOSED, "vm: {scale: 2}"), "rate=6k").shape().phases().get(0).change(0, 0)
            .factor());
    }

    @Test
    void shouldRefuseAWindowOfAPhaseThatIsLargerThanTheLpisOfAnOption()
    {
        assertEquals("j.yaml:3:56: phases.p.change.vm.window: 80 is not in 1 to 64, the number of events of disk " +
            "(each is in flight once)", failure(changing(CLOSED, "vm: {window: 80}"), "lpis=64 window=9"));
    }

    private static String changing(final String groups, final String change)
    {
        return "job: x\n" + groups + "phases: [{name: p, duration: 1s, change: {" + change + "}}]\n";
    }

    private StormConfig plan(final String text, final String options)
    {
        return jobs.plan(read(text), "j.yaml", given(options), Spelling.NAMES).config();
    }

    private String failure(final String text, final String options)
    {
        return assertThrows(RuntimeException.class, () -> plan(text, options)).getMessage();
    }

    private static SettingValues given(final String options)
    {
        SettingValues given = SettingValues.NONE;
        for (final String option : Stream.of(options.split("\\s+", -1)).toList())
        {
            final int equals = option.indexOf('=');
            given = given.withText(NAMES.get(option.substring(0, equals)), option.substring(equals + 1));
        }

        return given;
    }

    private static Job read(final String text)
    {
        return JobReader.read(
            JobParser.parse(JobText.of(text.getBytes(StandardCharsets.UTF_8), "j.yaml"), "j.yaml"),
            JobProfiles.ALL.forms(), Assignments.NONE);
    }
}
