package org.gale.engine.storm.profile;

import org.gale.engine.storm.scenario.SettingException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the rules of a host in virtual time. */
class HostRulesTest
{
    @ParameterizedTest(name = "keys: {0}")
    @CsvSource({"'', 1", "vmovp=always, 1", "vmovp=other-table, 2147483647", "vmovp=other-table vpe_tables=8, 8"})
    @Tag("V4-RES-8")
    void shouldMoveVpesBetweenTables(final String keys, final int tablePes)
    {
        HostRules.check(OwnSettings.of(keys));

        assertEquals(tablePes, HostRules.of(OwnSettings.of(keys)).vpeTablePes());
    }

    @ParameterizedTest(name = "keys: {0}")
    @CsvSource({"'', 0", "host_irqs=affine, 0", "host_irqs=housekeeping, 1",
        "host_irqs=housekeeping housekeeping=3, 3"})
    void shouldHavePesThatTakeTheInterruptsOfTheHost(final String keys, final int housekeepers)
    {
        HostRules.check(OwnSettings.of(keys));

        assertEquals(housekeepers, HostRules.of(OwnSettings.of(keys)).housekeepers());
    }

    @ParameterizedTest(name = "keys: {0}")
    @CsvSource({"'', true", "queues=one, false", "queues=pe, true"})
    void shouldHaveAQueueOfEachPe(final String keys, final boolean isQueueOfPe)
    {
        assertEquals(isQueueOfPe, HostRules.of(OwnSettings.of(keys)).isQueueOfPe());
    }

    @ParameterizedTest(name = "keys: {0}")
    @CsvSource(delimiter = '|', value = {
        "version=4.0 vmovp=other-table | " +
            "vmovp: 'other-table' needs tables of vPEs, which version=4.0 has not (leave it out)",
        "housekeeping=2 | housekeeping: 2 needs host_irqs=housekeeping (leave it out)",
        "vpe_tables=8 | vpe_tables: 8 needs vmovp=other-table (leave it out)"})
    void shouldRefuseWhatTheMachineHasNot(final String keys, final String message)
    {
        assertEquals(message, assertThrows(SettingException.class, () -> HostRules.check(OwnSettings.of(keys)))
            .getMessage());
    }
}
