package org.gale.engine.storm.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.gale.engine.config.JsonText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Quantity;
import org.gale.engine.host.FileFailure;

/**
 * End of a run, the content of its file {@code done} or {@code failed}. Immutable.
 *
 * @param plan  hash of the plan
 * @param run   number of the run
 * @param exit  exit code of its last try; 8 where a limit ended it, 1 where a signal did
 * @param cause of the end: {@link #EXIT}, {@code signal N}, or the name of a limit
 * @param tries number of processes that ran it, those of a search each
 * @param found result of a search; null for none
 */
public record RunEnd(String plan, int run, int exit, String cause, int tries, Found found)
{
    /** Cause of a process that ended by itself. */
    public static final String EXIT = "exit";

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}([.][0-9]{1,30})?(E[+-]?[0-9]{1,3})?");
    private static final int LENGTH_LIMIT = 1 << 16;
    private static final int INTERNAL = Outcome.INTERNAL.exitCode();

    /**
     * Result of a search.
     *
     * @param key   that was searched
     * @param value highest value at which the condition did not hold; null if it held at the lowest
     * @param tryNumber number of the try at that value, from 1; 0 if there is none
     * @param tries number of values that were tried
     */
    public record Found(String key, String value, int tryNumber, int tries)
    {
        /**
         * Checks the value.
         *
         * @throws IllegalArgumentException if it is neither a number nor a duration
         */
        public Found
        {
            if (value != null)
            {
                number(value);
            }
        }

        /** Returns the value as a number, a duration in ns; there must be one. */
        public BigDecimal number()
        {
            return number(value);
        }

        private static BigDecimal number(final String value)
        {
            if (value.endsWith("s"))
            {
                return BigDecimal.valueOf(Quantity.durationNs(value));
            }
            if (!NUMBER.matcher(value).matches())
            {
                throw new IllegalArgumentException("'" + value + "' is not a number");
            }

            return new BigDecimal(value);
        }
    }

    /** Returns whether the run has a result: its process ended by itself, and no finding stands against it. */
    public boolean isResult()
    {
        return cause.equals(EXIT) && (exit == Outcome.OK.exitCode() || exit == Outcome.CHECK_FAILED.exitCode() ||
            exit == Outcome.SKIPPED.exitCode());
    }

    /** Returns whether the run ended by a limit. */
    public boolean isLimit()
    {
        return !cause.equals(EXIT) && exit == Outcome.RESOURCES.exitCode();
    }

    /** Returns whether the run shows a mistake of the program: a divergence, damage, or a broken invariant. */
    public boolean isFinding()
    {
        return exit == Outcome.DIVERGED.exitCode() || exit == Outcome.JOURNAL_DAMAGED.exitCode() ||
            exit == Outcome.INVARIANT_BROKEN.exitCode();
    }

    /** Returns whether the run is over: it has a result, a finding, or passed a limit. */
    public boolean isDone()
    {
        return isResult() || isFinding() || isLimit();
    }

    /** Returns the outcome of the run for the exit code of its shard. */
    public Outcome outcome()
    {
        for (final Outcome outcome : Outcome.values())
        {
            if (outcome.exitCode() == exit)
            {
                return outcome;
            }
        }

        return Outcome.INTERNAL;
    }

    /** Returns the end as one line of JSON. */
    public String json()
    {
        return JsonText.line(json ->
        {
            json.writeStringField("plan", plan);
            json.writeNumberField("run", run);
            json.writeNumberField("exit", exit);
            json.writeStringField("cause", cause);
            json.writeNumberField("tries", tries);
            if (found != null)
            {
                json.writeObjectFieldStart("found");
                json.writeStringField("key", found.key());
                json.writeStringField("value", found.value());
                json.writeNumberField("try", found.tryNumber());
                json.writeNumberField("tries", found.tries());
                json.writeEndObject();
            }
        });
    }

    /**
     * Reads the end of a run.
     *
     * @return null if there is no such file
     * @throws OutcomeException if the file is damaged, or cannot be read
     */
    static RunEnd read(final Path file)
    {
        try
        {
            if (Files.size(file) > LENGTH_LIMIT)
            {
                throw damaged(file, "is too long for the end of a run");
            }

            return of(file, JsonText.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        }
        catch (final NoSuchFileException ex)
        {
            return null;
        }
        catch (final IllegalArgumentException ex)
        {
            throw damaged(file, ex.getMessage());
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, file + ": cannot be read: " + FileFailure.reason(ex), ex);
        }
    }

    private static RunEnd of(final Path file, final JsonNode json)
    {
        final JsonNode found = json.path("found");
        if (!json.path("plan").isTextual() || !json.path("run").isInt() || !json.path("exit").isInt() ||
            !json.path("cause").isTextual() || !json.path("tries").isInt() ||
            !(found.isMissingNode() || (found.path("key").isTextual() && found.path("try").isInt())))
        {
            throw damaged(file, "is not the end of a run");
        }

        return new RunEnd(json.get("plan").textValue(), json.get("run").intValue(), json.get("exit").intValue(),
            json.get("cause").textValue(), json.get("tries").intValue(), found.isMissingNode() ? null : new Found(
            found.get("key").textValue(), found.path("value").textValue(), found.get("try").intValue(),
            found.path("tries").intValue()));
    }

    private static OutcomeException damaged(final Path file, final String reason)
    {
        return new OutcomeException(Outcome.USAGE, file + ": " + reason + " (remove it, and run the sweep again)");
    }

    /** Returns the end of a run whose process a signal ended. */
    static RunEnd signalled(final String plan, final int run, final int signal, final int tries)
    {
        return new RunEnd(plan, run, INTERNAL, "signal " + signal, tries, null);
    }
}
