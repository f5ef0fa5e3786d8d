package org.gale.engine.storm.scenario;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gale.engine.config.Board;
import org.gale.engine.config.ItsCaching;
import org.gale.engine.config.KvmKernel;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKey;
import org.gale.engine.config.MachineKeys;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MachineSettingsTest
{
    private static final long PES = 4;
    static final List<MachineKey<?>> ROWS = MachineKeys.ALL;
    private static final Set<MachineKey<?>> BEFORE = Set.of(MachineKeys.PES, MachineKeys.KVM);

    @ParameterizedTest
    @FieldSource("ROWS")
    void shouldOfferOrRefuseEachKeyOfTheMachine(final MachineKey<?> key)
    {
        final Setting<?> setting = MachineSettings.of(key);
        final String refusal = MachineSettings.refusal(key.name());

        assertEquals(1, (setting == null ? 0 : 1) + (refusal == null ? 0 : 1) + (BEFORE.contains(key) ? 1 : 0));
        if (setting != null)
        {
            assertEquals(key.name(), setting.name());
            assertEquals(key.defaultValue(), setting.defaultValue());
            assertEquals(setting.defaultValue(), setting.defaultValue() == null ? null :
                setting.type().reader().apply(setting.defaultText()));
            assertTrue(setting.help().contains(key.help()), setting::help);
        }
        assertEquals(refusal != null, refusal != null && refusal.contains("leave it out"));
    }

    @Test
    void shouldHaveNoOtherSettings()
    {
        final Set<Setting<?>> settings = new HashSet<>(MachineSettings.ALL);
        MachineKeys.ALL.forEach(key -> settings.remove(MachineSettings.of(key)));
        MachineKeys.OF_IRSS.forEach(key -> settings.remove(MachineSettings.of(key)));

        assertEquals(Set.of(), settings);
        assertNull(MachineSettings.refusal("its.cash"));
    }

    @Test
    void shouldBuildTheMachineThatWasChosen()
    {
        final MachineConfig machine = MachineSettings.machine(PES,
            chosen("its.cache=eager", "strict=1", "pri_bits=3")
            .with(MachineSettings.KVM, KvmKernel.LINUX_7_4_GAP));

        assertEquals(ItsCaching.EAGER, machine.value(MachineKeys.ITS_CACHE));
        assertEquals(MachineConfig.parse(
            List.of("pes=4", "its.cache=eager", "strict=1", "pri_bits=3", "kvm=7.4-gap")), machine);
        assertEquals(MachineConfig.DEFAULT, MachineSettings.machine(PES, SettingValues.NONE));
    }

    @Tag("T-PE-1")
    @Test
    void shouldBuildTheBoardThatWasChosen()
    {
        final Board board = MachineSettings.machine(PES, chosen("irss=2", "itss=3", "iwbs=4", "iaffids=9,8,300-301",
            "irs.pes=1,3", "irs.1.pes=0,2", "irs.spis=0:16", "irs.1.spis=64:32")).board();

        assertEquals(3, board.itss());
        assertEquals(4, board.iwbs());
        assertEquals(8, board.iaffids().iaffid(1));
        assertEquals(1, board.irsOf(2));
        assertEquals(1, board.irsOfSpi(95));
        assertEquals("irs.1.pes: irss=1 counts from 0 to 0 (write irss=2)", assertThrows(
            IllegalArgumentException.class, () -> MachineSettings.machine(PES, chosen("irs.1.pes=0"))).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ppis=3,15 | '3,15' has no 27, the timer of a vCPU (add it)",
        "ppis=3,128 | '128' in '3,128' is not a PPI (0 to 127, such as 3,15,19-31)",
        "its.cache=2 | '2' is not 0, 1, eager or eager-valid",
        "pri_bits=0 | '0' is out of range (1 to 5)",
        "strict=on | 'on' is not a number (try 16 or 0x10)",
    })
    void shouldRefuseAValueThatNoMachineHas(final String word, final String message)
    {
        assertEquals(message,
            assertThrows(IllegalArgumentException.class, () -> chosen(word)).getMessage());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"7.4, LINUX_7_4", "7.4-gap, LINUX_7_4_GAP"})
    void shouldHaveTheKernelsWithAnIrs(final String word, final KvmKernel kernel)
    {
        assertEquals(kernel, MachineSettings.KVM.type().reader().apply(word));
        assertEquals("'7.1' is not one of 7.4, 7.4-gap: did you mean '7.4'?", assertThrows(
            IllegalArgumentException.class, () -> MachineSettings.KVM.type().reader().apply("7.1")).getMessage());
    }

    private static SettingValues chosen(final String... words)
    {
        SettingValues values = SettingValues.NONE;
        for (final String word : words)
        {
            final String[] parts = word.split("=", -1);
            final Setting<?> setting = MachineSettings.ALL.stream().filter(known -> known.name().equals(parts[0]))
                .findFirst().orElseThrow();
            values = values.withText(setting, parts[1]);
        }

        return values;
    }
}
