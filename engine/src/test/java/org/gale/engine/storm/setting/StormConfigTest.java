package org.gale.engine.storm.setting;

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
        final StormConfig config = StormConfig.builder().vms(2).vpes(3).pes(8).devices(3).events(4).ratePerS(1234.5)
            .poisson(false).durationNs(7).countLimit(9).seed(-42).latencyEvery(5).window(6).build();

        assertEquals(config, StormConfig.parse(config.toKeys()));
        assertEquals(StormConfig.DEFAULT, StormConfig.parse(StormConfig.DEFAULT.toKeys()));
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
