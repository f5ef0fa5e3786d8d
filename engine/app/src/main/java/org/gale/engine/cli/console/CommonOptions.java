package org.gale.engine.cli.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that every command has. A mixin; owner: the main thread. */
public final class CommonOptions
{
    /** Key that shows stack traces. */
    public static final String DEBUG_KEY = "debug";
    static final String DEBUG_ENVIRONMENT = "GALE_DEBUG";
    /** Keys that a message lists at most; the help of a command explains more. */
    private static final int LISTED_KEYS = 32;

    /** Command that has the options; null outside one. */
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "-C", paramLabel = "KEY=VALUE", description =
        "Set a key of the configuration; may be given again. debug=true shows stack traces.")
    private final List<String> settings = new ArrayList<>();

    /**
     * Returns the keys that were set with {@code -C}, with the value of each.
     *
     * @param known the keys that the command has, besides {@code debug}.
     * @throws OutcomeException if a key is unknown, is given twice or has no value.
     */
    public Map<String, String> settings(final List<String> known)
    {
        return settings(known, key -> null);
    }

    /**
     * Returns the keys that were set with {@code -C}, with the value of each.
     *
     * @param known    the keys that the command has, besides {@code debug}.
     * @param refusals gives the reason for which a key is not known, or null.
     * @throws OutcomeException if a key is unknown, is given twice or has no value.
     */
    public Map<String, String> settings(final List<String> known, final UnaryOperator<String> refusals)
    {
        final List<String> keys = new ArrayList<>(known);
        keys.add(DEBUG_KEY);

        final Map<String, String> values = new LinkedHashMap<>();
        for (final String setting : settings)
        {
            final int equals = setting.indexOf('=');
            if (equals <= 0)
            {
                throw new OutcomeException(Outcome.USAGE, "-C: '" + setting + "' is not KEY=VALUE (try -C debug=true)");
            }

            final String key = setting.substring(0, equals);
            if (!keys.contains(key))
            {
                final String refusal = refusals.apply(key);
                if (refusal != null)
                {
                    throw new OutcomeException(Outcome.USAGE, "-C " + key + ": " + refusal);
                }
                final String hint = hint(key, keys);
                throw new OutcomeException(Outcome.USAGE, "-C: no key '" + key + "'" + (!hint.isEmpty() ? hint :
                    keys.size() > LISTED_KEYS ? " (--help explains those that there are)" :
                    " (there are: " + String.join(", ", keys) + ")"));
            }
            if (values.put(key, setting.substring(equals + 1)) != null)
            {
                throw new OutcomeException(Outcome.USAGE, "-C: '" + key + "' is given twice");
            }
        }
        checkDebug(values.get(DEBUG_KEY));

        return values;
    }

    /** Returns a clause with the nearest key, or else the nearest option of the command; or an empty text. */
    private String hint(final String key, final List<String> keys)
    {
        final String hint = NearestName.hint(key, keys);

        return !hint.isEmpty() || command == null ? hint : NearestName.hint("--" + key, command.optionsMap().keySet());
    }

    private static void checkDebug(final String value)
    {
        if (value != null && !List.of("true", "false").contains(value))
        {
            throw new OutcomeException(Outcome.USAGE, "-C " + DEBUG_KEY + ": '" + value + "' is not true or false");
        }
    }

    /** Returns whether the user wants stack traces, of a command line that may be too wrong to be parsed. */
    public static boolean isDebug(final List<String> arguments)
    {
        return isDebug(System.getenv(DEBUG_ENVIRONMENT), arguments);
    }

    /** Returns whether the user wants stack traces, by the value of the environment's variable, or null, or a key. */
    static boolean isDebug(final String environment, final List<String> arguments)
    {
        if (environment != null && !environment.isEmpty() && !environment.equals("0"))
        {
            return true;
        }

        final String setting = DEBUG_KEY + "=true";
        for (int i = 0; i < arguments.size(); i++)
        {
            final String argument = arguments.get(i);
            if (argument.equals("-C" + setting) || argument.equals("-C=" + setting) ||
                (argument.equals(setting) && i > 0 && arguments.get(i - 1).equals("-C")))
            {
                return true;
            }
        }

        return false;
    }
}
