package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the settings of direct injection, on a host with the groups {@code quiet} and {@code loud}. */
class DirectSettingsTest
{
    private static final StormConfig WALL = HostShapes.quietAndLoud();
    private static final StormConfig VIRTUAL = StormConfig.DEFAULT.shaped(
        SettingValues.NONE.with(StormSettings.CLOCK, StormSettings.VIRTUAL),
        new HostShape(List.of(HostShapes.QUIET, HostShapes.LOUD), HostShape.Order.GROUP, List.of()));

    @ParameterizedTest(name = "keys: {0}")
    @CsvSource({"'', true, true, false", "policy=per-vcpu, true, true, false",
        "policy=all-or-nothing, false, false, false", "policy=first-come, true, false, false",
        "policy=none, true, false, true"})
    void shouldDistinguishThePolicies(
        final String keys, final boolean isPerVcpu, final boolean isSwitching, final boolean isNone)
    {
        final SettingValues own = OwnSettings.of(keys);

        assertEquals(isPerVcpu, DirectSettings.isPerVcpu(own));
        assertEquals(isSwitching, DirectSettings.isSwitching(own));
        assertEquals(isNone, DirectSettings.isNone(own));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"first-come", "none"})
    void shouldRefuseAPolicyOfASimulationOnTheWallClock(final String policy)
    {
        final SettingValues own = OwnSettings.of("policy=" + policy);

        assertEquals("policy: '" + policy + "' needs virtual time (try clock virtual, or policy=per-vcpu)",
            refusal(WALL, own));
        assertDoesNotThrow(() -> DirectSettings.checkPolicy(VIRTUAL, own));
    }

    @ParameterizedTest(name = "keys: {0}")
    @ValueSource(strings = {"", "policy=per-vcpu", "policy=all-or-nothing"})
    void shouldTakeThePoliciesOfAMachineOnEachClock(final String keys)
    {
        final SettingValues own = OwnSettings.of(keys);

        assertDoesNotThrow(() -> DirectSettings.checkPolicy(WALL, own));
        assertDoesNotThrow(() -> DirectSettings.checkPolicy(VIRTUAL, own));
    }

    @Test
    void shouldTakeTheGroupsOfTheStorm()
    {
        final SettingValues own = OwnSettings.of("direct=loud,quiet");

        assertDoesNotThrow(() -> DirectSettings.checkPolicy(VIRTUAL, own));
    }

    @Test
    void shouldRefuseAGroupThatTheStormHasNot()
    {
        assertEquals("direct: 'lout' is no group of VMs: did you mean 'loud'?",
            refusal(VIRTUAL, OwnSettings.of("direct=quiet,lout")));
    }

    @Test
    void shouldRefuseGroupsOfAPolicyThatPutsNoneFirst()
    {
        assertEquals("direct: 'loud' needs policy=per-vcpu, and it is first-come (leave it out)",
            refusal(VIRTUAL, OwnSettings.of("direct=loud policy=first-come")));
    }

    @ParameterizedTest(name = "keys: {0}")
    @CsvSource({"'', 0", "toggles=1000, 1000", "toggles=1/10k, 1/10k", "toggles=0, 0", "policy=none, 0",
        "policy=none toggles=0, 0", "policy=all-or-nothing, 0"})
    void shouldHaveNoTogglesByDefaultWhereNoVcpuIsSwitched(final String keys, final String expected)
    {
        assertEquals(ActionRate.parse(expected), DirectSettings.toggles(OwnSettings.of(keys)));
    }

    private static String refusal(final StormConfig config, final SettingValues own)
    {
        return assertThrows(SettingException.class, () -> DirectSettings.checkPolicy(config, own)).getMessage();
    }
}
