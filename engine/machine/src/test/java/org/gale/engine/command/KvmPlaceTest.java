package org.gale.engine.command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KvmPlaceTest
{
    @Test
    void shouldTellThePeOfALoadedVcpu()
    {
        final long place = KvmPlace.loaded(true, 0xfedc);

        assertEquals(0xc_fedc, place);
        assertEquals(0xfedc, KvmPlace.pe(place));
        assertTrue(KvmPlace.isLoaded(place));
        assertFalse(KvmPlace.isAsleep(place));
        assertFalse(KvmPlace.isWoken(place));
        assertFalse(KvmPlace.isDisabled(place));
        assertTrue(KvmPlace.isDisabled(KvmPlace.loaded(false, 0)));
    }

    @ParameterizedTest(name = "enabled {0}, blocked {1}, woken {2}")
    @CsvSource({
        "true, false, false, 0x080000, false, false", "true, true, false, 0x0a0000, true, false",
        "true, true, true, 0x0b0000, false, true", "true, false, true, 0x090000, false, false",
        "false, true, false, 0x1a0000, true, false" })
    void shouldTellWhetherAVcpuThatIsOutSleeps(
        final boolean isEnabled,
        final boolean isBlocked,
        final boolean isWoken,
        final long word,
        final boolean isAsleep,
        final boolean isAwake)
    {
        final long place = KvmPlace.out(isEnabled, isBlocked, isWoken);

        assertEquals(word, place);
        assertFalse(KvmPlace.isLoaded(place));
        assertEquals(isAsleep, KvmPlace.isAsleep(place));
        assertEquals(isAwake, KvmPlace.isWoken(place));
        assertEquals(!isEnabled, KvmPlace.isDisabled(place));
    }

    @Test
    void shouldBeNowhereWhenThereIsNoVcpu()
    {
        assertFalse(KvmPlace.isLoaded(0));
        assertFalse(KvmPlace.isAsleep(0));
        assertFalse(KvmPlace.isWoken(0));
        assertFalse(KvmPlace.isDisabled(0));
    }
}
