package org.gale.engine.storm.scenario;

import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StormConfigTest
{
    @Test
    void shouldWriteEachRecordedSetting()
    {
        final StormConfig config = StormConfigs.begin().vms(2).vpes(3).pes(8).devices(3).events(4).ratePerS(1234.5)
            .poisson(false).durationNs(7).countLimit(9).seed(-42).latencyEvery(5).window(6).build();

        assertEquals(config, StormConfigs.parse(config.toKeys()));
        assertEquals(StormConfig.DEFAULT, StormConfigs.parse(StormConfig.DEFAULT.toKeys()));
    }

    /** PEs follow VMs and VPEs, LPIs follow devices and events, unless they are given with them. */
    @ParameterizedTest
    @CsvSource({"false, 12, 12", "true, 5, 12"})
    void shouldLetSettingsFollowThoseThatChange(final boolean hasPes, final long pes, final long lpis)
    {
        final StormConfig config = StormConfig.DEFAULT.with(StormSettings.PES, 99L);
        final SettingValues changes = SettingValues.NONE.with(StormSettings.VMS, 3L).with(StormSettings.DEVICES, 2L)
            .with(StormSettings.EVENTS, 6L);

        final StormConfig changed = config.with(hasPes ? changes.with(StormSettings.PES, 5L) : changes);

        assertEquals(pes, changed.value(StormSettings.PES));
        assertEquals(lpis, changed.value(StormSettings.LPIS));
        assertEquals(99, config.with(StormSettings.RATE, 5.0).value(StormSettings.PES));
    }
}
