package org.gale.engine.storm.profile;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.HostShapes;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the profiles of this version, with defaults whose PEs are the length of the name. */
class ProfilesTest
{
    /** Storm of two VMs of two VPEs. */
    private static final StormConfig CONFIG =
        StormConfigs.begin().vms(2).vpes(2).devices(1).events(4).untimed().countLimit(1).build();
    private static final StormConfig VIRTUAL =
        StormConfigs.of(CONFIG).with(StormSettings.CLOCK, StormSettings.VIRTUAL).build();

    private final List<StormProfile> profiles =
        Profiles.of(name -> new ProfileDefaults(CONFIG, name.length(), 0, SettingValues.NONE));

    @Test
    void shouldHaveTheDefaultFirst()
    {
        assertEquals(List.of("default", "lpi-stress", "overcommit", "direct", "msix"),
            profiles.stream().map(StormProfile::name).toList());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"default", "lpi-stress", "overcommit", "direct", "msix"})
    void shouldTakeTheDefaultsOfItsNameAndDescribeItself(final String name)
    {
        final StormProfile profile = profile(name);

        assertEquals(new ProfileDefaults(CONFIG, name.length(), 0, SettingValues.NONE), profile.defaults());
        assertFalse(profile.traffic().isEmpty());
        assertFalse(profile.basis().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"default, RESIDENT", "lpi-stress, RESIDENT", "overcommit, KVM", "direct, DIRECT"})
    void shouldMakeTheWorkloadOfItsHost(final String name, final HostModel.HostKind kind)
    {
        final Workload workload = profile(name).workload(CONFIG, SettingValues.NONE);

        assertEquals(kind, workload.hostModel().kind());
        assertEquals(2, workload.topology().vms());
        assertEquals(kind != HostModel.HostKind.RESIDENT, workload.merges());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"default", "direct"})
    void shouldNeedAPeForEachVpeOnTheWallClock(final String name)
    {
        final StormProfile profile = profile(name);

        assertDoesNotThrow(() -> profile.checkPes(CONFIG.shape(), 4, false));
        assertTrue(assertThrows(SettingException.class, () -> profile.checkPes(CONFIG.shape(), 3, false))
            .getMessage().startsWith("pes: 3 is fewer than vms × vpes = 4"));
    }

    @Test
    void shouldNeedNoPeForEachVcpuWhenASchedulerRunsThem()
    {
        assertDoesNotThrow(() -> profile("direct").checkPes(CONFIG.shape(), 1, true));
        assertDoesNotThrow(() -> profile("overcommit").checkPes(CONFIG.shape(), 1, false));
    }

    @Test
    void shouldHaveAtMostTheCpusOfAGicv4Host()
    {
        final StormProfile direct = profile("direct");

        assertDoesNotThrow(() -> direct.checkPes(CONFIG.shape(), Gicv4Config.CPU_LIMIT, true));
        assertEquals("pes: 513 is more than 512, the CPUs of a GICv4 host (try fewer VMs or VPEs)",
            assertThrows(SettingException.class, () -> direct.checkPes(CONFIG.shape(), 513, true)).getMessage());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"overcommit", "direct"})
    void shouldRefuseASliceInWhichNothingCanRun(final String name)
    {
        final StormProfile profile = profile(name);
        final SettingValues nothing = OwnSettings.of("slice=0ns");

        assertEquals("slice: '0ns' is no time to run (try slice=200us)",
            assertThrows(SettingException.class, () -> profile.checkClock(VIRTUAL, nothing)).getMessage());
        assertDoesNotThrow(() -> profile.checkClock(CONFIG, nothing));
        assertDoesNotThrow(() -> profile.checkClock(VIRTUAL, OwnSettings.of("slice=1ns")));
    }

    @Test
    void shouldCheckThePolicyOfADirectStorm()
    {
        final StormProfile direct = profile("direct");
        final SettingValues own = OwnSettings.of("policy=none");

        assertThrows(SettingException.class, () -> direct.checkClock(CONFIG, own));
        assertDoesNotThrow(() -> direct.checkClock(VIRTUAL, own));
    }

    @Test
    void shouldRefuseAPriorityMaskOfGuestsOnAGicv4Host()
    {
        final StormProfile direct = profile("direct");
        final VmShape open = HostShapes.QUIET;
        final VmShape masked =
            new VmShape("masked", 1, 1, open.devices(), new GuestShape(Distribution.ZERO, 30, false));

        assertDoesNotThrow(() -> direct.checkClock(HostShapes.config(List.of(open)), SettingValues.NONE));
        assertTrue(assertThrows(SettingException.class,
            () -> direct.checkClock(HostShapes.config(List.of(open, masked)), SettingValues.NONE)).getMessage()
            .startsWith("vms: '30' is the priority mask of masked, "));
    }

    @Test
    void shouldHaveSettingsOfItsOwn()
    {
        assertEquals(Stream.of(VectorSettings.ALL, MachineSettings.ALL).flatMap(List::stream).toList(),
            profile("default").allSettings());
        assertEquals(List.of(OvercommitSettings.SLICE, MachineSettings.KVM, OvercommitSettings.IRSEN),
            profile("overcommit").settings());
        assertEquals(List.of(OvercommitSettings.ENQUEUE, HostRules.QUEUES, HostRules.HOST_IRQS, HostRules.HOUSEKEEPING,
            MigrationSettings.EVERY, MigrationSettings.ORDER, MigrationSettings.FAIL, MigrationSettings.LEAST_DOWNTIME,
            MigrationSettings.KIND, MigrationSettings.GROUPS, MigrationSettings.PRECOPY, VectorSettings.MOVES),
            profile("overcommit").virtualSettings());
        assertEquals(MachineSettings.ALL, profile("overcommit").machineSettings());
        assertEquals(List.of(), profile("direct").machineSettings());
        assertEquals(List.of(DirectSettings.TOGGLES, DirectSettings.MOVES, DirectSettings.POLICY,
            DirectSettings.VPEID_BITS, DirectSettings.VERSION, DirectSettings.LEGACY, DirectSettings.VPEIDS),
            profile("direct").settings());
        assertEquals(List.of(OvercommitSettings.SLICE, OvercommitSettings.ENQUEUE, HostRules.QUEUES,
            DirectSettings.DIRECT, DirectSettings.VCPUS, HostRules.HOST_IRQS,
            HostRules.HOUSEKEEPING, HostRules.VMOVP, HostRules.VPE_TABLES,
            MigrationSettings.EVERY, MigrationSettings.ORDER,
            MigrationSettings.FAIL, MigrationSettings.LEAST_DOWNTIME, MigrationSettings.KIND, MigrationSettings.GROUPS,
            MigrationSettings.PRECOPY),
            profile("direct").virtualSettings());
    }

    @Test
    void shouldHaveAValueOfEachSettingOfItsOwn()
    {
        assertEquals(SettingValues.NONE, profile("default").effective(SettingValues.NONE));
        assertEquals(OwnSettings.of("slice=7us kvm=7.4 irsen=0"),
            profile("overcommit").effective(OwnSettings.of("slice=7us")));
        assertEquals(
            OwnSettings.of("toggles=7 moves=0 policy=per-vcpu vpeid_bits=16 version=4.1 legacy=off"),
            profile("direct").effective(OwnSettings.of("toggles=7")));
        assertEquals(
            OwnSettings.of("toggles=0 moves=1/1k policy=per-vcpu vpeid_bits=16 version=4.1 legacy=off"),
            profile("direct").effective(OwnSettings.of("moves=1/1k")));
        assertEquals(OwnSettings.of(
            "toggles=0 moves=0 policy=per-vcpu vpeid_bits=16 version=4.1 legacy=off vpeids=9"),
            profile("direct").effective(OwnSettings.of("vpeids=9")), "only where it is given");
    }

    @ParameterizedTest(name = "{0}, given: {1}")
    @CsvSource(delimiter = '|', value = {
        "overcommit | ''                    | toggles=5 moves=6",
        "overcommit | irsen=9               | toggles=5 moves=6 irsen=9",
        "direct     | ''                    | toggles=5 moves=6",
        "direct     | toggles=1/1k          | toggles=1/1k moves=6",
        "direct     | moves=0               | toggles=5 moves=0",
        "direct     | policy=per-vcpu       | toggles=5 moves=6 policy=per-vcpu",
        "direct     | policy=all-or-nothing | moves=6 policy=all-or-nothing",
        "direct     | policy=none toggles=3 | moves=6 policy=none toggles=3",
    })
    void shouldHaveWhatItsJobStatesWhereNothingElseWasChosen(
        final String name, final String given, final String expected)
    {
        final ProfileDefaults stating = new ProfileDefaults(CONFIG, 0, 0, OwnSettings.of("toggles=5 moves=6"));
        final StormProfile profile = Profiles.of(any -> stating).stream()
            .filter(one -> one.name().equals(name)).findFirst().orElseThrow();

        assertEquals(OwnSettings.of(expected), profile.stated(OwnSettings.of(given)));
    }

    @Test
    void shouldHaveNoTogglesOfAPolicyThatSwitchesNoVcpu()
    {
        assertEquals(ActionRate.NONE,
            profile("direct").effective(OwnSettings.of("policy=all-or-nothing")).get(DirectSettings.TOGGLES));
    }

    private StormProfile profile(final String name)
    {
        return profiles.stream().filter(profile -> profile.name().equals(name)).findFirst().orElseThrow();
    }
}
