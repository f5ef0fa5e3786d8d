package org.gale.engine.report.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.report.AnswerJson;
import org.gale.engine.report.document.AnswerLaws;
import org.gale.engine.report.document.DocumentReader;
import org.gale.engine.storm.result.answer.Answer;

/** Reader of the files of answers. Pure functions. */
public final class AnswerFile
{
    private static final String MARK = "\"" + Answer.SCHEMA.substring(0, Answer.SCHEMA.indexOf('/') + 1);
    private static final int HEAD = 256;

    private AnswerFile()
    {
    }

    /**
     * Answer of a file.
     *
     * @param config that its runs have in common
     */
    public record Read(Answer answer, JsonNode config)
    {
    }

    /**
     * Reads answers.
     *
     * @return one for each file; none if no file is an answer
     * @throws OutcomeException if some are answers and others are not, or one has a wrong value
     */
    public static List<Read> read(final List<Path> files)
    {
        final List<Path> found = files.stream().filter(AnswerFile::isAnswer).toList();
        if (!found.isEmpty() && found.size() < files.size())
        {
            throw new OutcomeException(Outcome.USAGE, found.get(0) + " is an answer, and " + files.stream()
                .filter(file -> !found.contains(file)).findFirst().orElseThrow() + " is none (compare like with like)");
        }

        return found.stream().map(AnswerFile::answer).toList();
    }

    private static boolean isAnswer(final Path file)
    {
        try
        {
            return Files.isRegularFile(file) && text(file, HEAD).contains(MARK);
        }
        catch (final IOException ex)
        {
            return false;                                           // the reader of reports says why
        }
    }

    private static String text(final Path file, final int limit) throws IOException
    {
        try (InputStream in = Files.newInputStream(file))
        {
            return new String(in.readNBytes(limit), StandardCharsets.UTF_8);
        }
    }

    private static Read answer(final Path file)
    {
        try
        {
            final JsonNode json = DocumentReader.tree(file.toString(), text(file, Integer.MAX_VALUE));
            final Read read = new Read(AnswerJson.read(json), json.path("config"));
            final List<String> faults = AnswerLaws.faults(json);
            if (!faults.isEmpty())
            {
                throw new OutcomeException(Outcome.USAGE,
                    file + ": contradicts itself: " + faults.get(0) + " (ask its question again)");
            }

            return read;
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, file + ": cannot be read: " + FileFailure.reason(ex), ex);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, file + ": " + ex.getMessage(), ex);
        }
    }
}
