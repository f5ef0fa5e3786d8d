package org.gale.engine.explore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.inspect.Opening;
import org.gale.engine.json.JsonText;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.script.SessionRunner;
import org.gale.engine.script.SessionWatch;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Stages of the life of an interrupt. Witness: each line of a script does one thing, whose name stands here. */
class ExploredStagesTest
{
    private static final long MEMORY = 1 << 22;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "spi5 | machine pes=1; insn 0 el1 CDPEND 0x160000005; insn 0 el1 CDPEND 0x60000005 | changed withdrawn",
        "vm0.lpi8200 | v4 host vpeid_bits=3 cpus=2 lpi_bits=14; v4 create_vm 1; v4 map 0 1 0 0 8200; " +
            "v4 config 0 8200 64 1; v4 msi 1 0; v4 msi 1 0; v4 discard 0 1 0 | " +
            "changed changed raised coalesced withdrawn",
        "vm0.lpi8200 | v4 host vpeid_bits=3 cpus=2 lpi_bits=14; v4 create_vm 1; v4 map 0 1 0 0 8200; " +
            "v4 config 0 8200 64 1; v4 msi 1 0; v4 load 0 0 0; v4 ack 0 0 | changed changed raised changed taken",
        "vm0.lpi8200 | v4 host vpeid_bits=3 cpus=2 lpi_bits=14; v4 create_vm 1; v4 map 0 1 0 0 8200; " +
            "v4 map 0 1 1 0 8201; v4 config 0 8200 64 1; v4 config 0 8201 64 1; v4 msi 1 0; v4 msi 1 1; " +
            "v4 discard 0 1 1; v4 load 0 0 0; v4 ack 0 0 | changed changed raised changed taken"})
    void shouldNameWhatHappened(final String show, final String lines, final String stages) throws IOException
    {
        SessionRunner.run(keyValues -> MachineTarget.create(keyValues,
            machine -> SessionJournal.create(directory.resolve("script"), "test", machine)), null,
            new ByteArrayInputStream((lines.replace("; ", "\n") + "\nquit\n").getBytes(StandardCharsets.US_ASCII)),
            new ByteArrayOutputStream(), false, SessionWatch.NONE);
        final Path journal = directory.resolve("script");
        final List<String> found = new ArrayList<>();
        try (Explored explored = new Explored(journal, Opening.of(journal, null, null, Machines.FACTORY), MEMORY))
        {
            while (explored.work())
            {
                assertFalse(explored.isIndexed());
            }
            final JsonNode life = new ObjectMapper().readTree(JsonText.line(explored.answer(
                PageQuestion.parse("life", "at=" + explored.indexed() + "&show=" + show), () -> { })));
            life.path("rows").forEach(row -> found.add(row.path("kind").asText()));
        }

        assertEquals(List.of(stages.split(" ", -1)), found);
    }
}
