package org.gale.engine.storm.scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class VmSizesTest
{
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "7, 1, 7", "64, 2, 32", "131073, 3, 43691", "262144, 4, 65536"})
    void shouldDivideLpisAmongDevices(final long lpis, final long devices, final long events)
    {
        assertEquals(new VmSizes(lpis, devices, events), of(lpis));
    }

    @Test
    void shouldSearchNoMoreDevicesThanAVmMayHave()
    {
        final VmSizes sizes = of(16_777_213);

        assertEquals(StormSettings.DEVICES.max(), sizes.devices());
        assertEquals("lpis", assertThrows(SettingException.class, sizes::check).setting().name());
    }

    private static VmSizes of(final long lpis)
    {
        return VmSizes.of(SettingValues.NONE.with(StormSettings.LPIS, lpis), StormConfig.DEFAULT.values()
            .with(StormSettings.DEVICES, 2L));
    }
}
