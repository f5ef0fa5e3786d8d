package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.gale.engine.config.Outcome;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.OutputFile;
import org.gale.engine.storm.scenario.ShownSettings;

/**
 * Writer of the files of a report. A refusal of the host becomes a message and an outcome.
 *
 * @param messages takes what could not be written
 */
public record ReportFiles(PrintWriter out, Consumer<String> messages)
{
    /** Writer of one of the files of a report. */
    @FunctionalInterface
    public interface FileWriter
    {
        void write(Path path) throws IOException;
    }

    /** Writer of the text of a report. */
    @FunctionalInterface
    public interface TextWriter
    {
        void write(Writer writer) throws IOException;
    }

    /**
     * Writes a file.
     *
     * @param option by which the user named it
     * @param path   null if the user did not
     * @return {@link Outcome#RESOURCES} if the host refuses
     */
    public Outcome file(final String option, final Path path, final FileWriter writer)
    {
        try
        {
            if (path != null)
            {
                writer.write(path);
            }
        }
        catch (final IOException ex)
        {
            messages.accept(option + ' ' + path + ": " + FileFailure.reason(ex));
            return Outcome.RESOURCES;
        }

        return Outcome.OK;
    }

    /**
     * Writes a text to a file or to the standard output.
     *
     * @param path {@link ShownSettings#STDOUT}, or null if the user named none
     * @return {@link Outcome#RESOURCES} if the host refuses
     */
    public Outcome text(final String option, final Path path, final TextWriter writer)
    {
        return file(option, path, file ->
        {
            if (file.equals(ShownSettings.STDOUT))
            {
                writer.write(out);
            }
            else
            {
                OutputFile.writeText(file, writer::write);
            }
        });
    }
}
