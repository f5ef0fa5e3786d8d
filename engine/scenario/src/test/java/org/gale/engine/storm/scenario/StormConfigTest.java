package org.gale.engine.storm.scenario;

import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StormConfigTest
{
    @Test
    void shouldReadBackWhatItWrote()
    {
        final StormConfig config = StormConfigs.begin().vms(2).vpes(3).pes(8).devices(3).events(4).ratePerS(1234.5)
            .poisson(false).durationNs(7).countLimit(9).seed(-42).latencyEvery(5).window(6).build();

        assertEquals(config, StormConfig.parse(config.toKeys()));
        assertEquals(StormConfig.DEFAULT, StormConfig.parse(StormConfig.DEFAULT.toKeys()));
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "vms=16 | vms=x | vms='x' is not a number",
        "vms=16 | vms=99999999999 | vms: 99999999999 is not in 1 to 4096",
        "vms=16 | vmz=16 | vms='' is not a number",
        "vms=16 | vms | 'vms' is not KEY=VALUE",
        "vms=16 | vpes=4 | 'vpes=4' is not KEY=VALUE, or is there twice",
        "arrivals=poisson | arrivals=often | arrivals='often' is not one of",
        "rate=0.0 | rate=fast | rate='fast' is not a number",
        "rate=0.0 | rate=NaN | rate: NaN is below 0",
        "rate=0.0 | rate=-1 | rate: -1.0 is below 0",
        "window=0 | window=65537 | 65537 is not in 1 to 65536",
        "window=0 | window=0 pattern=wild | pattern='wild' is not one of",
    })
    void shouldRefuseWhatItDidNotWrite(final String written, final String other, final String message)
    {
        final String words = StormConfig.DEFAULT.toKeys().replace(written, other);

        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> StormConfig.parse(words));
        assertTrue(ex.getMessage().contains(message), ex.getMessage());
    }
}
