package org.gale.engine.storm.costs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class HostFunctionsTest
{
    /** The page has each row of the table, and no other one. */
    @Test
    void shouldBeTheTableOfThePage() throws IOException
    {
        final List<String> page = Files.readAllLines(Path.of("docs/costs.md"));
        final int heading = page.indexOf("| function | function called inside | cost | difference | Linux |");
        final List<String> rows =
            page.subList(heading + 2, heading + 2 + page.subList(heading + 2, page.size()).indexOf(""));

        assertEquals(HostFunctions.ROWS.stream().map(row -> "| `" + row.function() + "` | " +
            (row.inside().isEmpty() ? "" : '`' + row.inside() + '`') + " | `" + row.cost().label() + "` | " +
            row.standIn() + " | " + row.kernels() + " |").toList(), rows);
    }

    @ParameterizedTest
    @CsvSource({"kvm_vgic_load, kvm_vgic_load", "its_send_single_vcommand.constprop.0, its_send_single_vcommand",
        "f.isra.12, f", "f.isra.0.constprop.1, f", "f.part.0, f.part.0", "f.cold, f.cold",
        "__kvm_vcpu_kick, kvm_vcpu_kick"})
    void shouldNameACopyOfAFunctionByIt(final String name, final String plain)
    {
        assertEquals(plain, HostFunctions.plain(name));
    }

    @Test
    void shouldTellApartCallsByWhatIsInside()
    {
        assertEquals("load-direct",
            HostFunctions.find("kvm_vgic_load", Set.of("x", "its_make_vpe_resident")).cost().label());
        assertEquals("load", HostFunctions.find("kvm_vgic_load", Set.of("its_make_vpe_non_resident")).cost().label());
        assertNull(HostFunctions.find("vgic_v3_load", Set.of()));
        assertEquals("", HostFunctions.hint("schedule"));
        assertEquals(": did you mean 'kvm_vgic_load' (Linux 4.12 and later)?", HostFunctions.hint("kvm_vgic_laod"));
    }
}
