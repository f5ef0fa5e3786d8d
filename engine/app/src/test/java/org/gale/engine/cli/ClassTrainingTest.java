package org.gale.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.script.MachineTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the commands whose classes the launcher has archived. */
class ClassTrainingTest
{
    @TempDir
    private Path directory;
    private final StringWriter text = new StringWriter();
    private final PrintWriter err = new PrintWriter(text, true);
    private final CommandRunner runner = (out, errors, words) ->
        GaleCommand.run(GaleCommand.commandLine(MachineTarget::create, words), out, errors, words);

    @Test
    void shouldRunStormsOfBothClocksAReplayAndAComparison() throws Exception
    {
        final Path files = directory.resolve("files");

        assertEquals(ExitCode.OK, ClassTraining.run(runner, files, err), text.toString());

        assertThat(files.resolve("journal/gale.journal")).exists();
        assertThat(Files.readString(files.resolve("report.json"))).contains("\"exit\"");
        assertThat(Files.readString(files.resolve("job.json"))).contains("\"modelled\"");
        assertThat(files.resolve("job.hlog")).isNotEmptyFile();
    }

    @Test
    void shouldSayWhereItCannotWrite()
    {
        assertEquals(ExitCode.RESOURCES, ClassTraining.run(runner, directory, err));

        assertThat(text.toString()).isEqualTo("gale: " + directory + ": exists already" + System.lineSeparator());
    }
}
