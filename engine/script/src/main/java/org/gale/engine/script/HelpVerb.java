package org.gale.engine.script;

import java.util.List;
import java.util.stream.Collectors;
import org.gale.engine.config.MachineKey;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.NearestName;

/**
 * Verb {@code help}: answers from the declarations of the verbs. A query that needs no machine and builds none, and
 * that no journal holds. Owned by the thread of the session.
 */
final class HelpVerb
{
    /** Help on the verbs that a line begins with. */
    static final List<VerbHelp> VERBS = List.of(Verb.values()).stream().map(Verb::help).collect(Collectors.toList());

    private static final String MACHINE = Verb.MACHINE.spelling();
    private static final String KVM = Verb.KVM.spelling();
    private static final String V4 = Verb.V4.spelling();
    private static final String MSIX = Verb.MSIX.spelling();
    private static final String IRQFD = Verb.IRQFD.spelling();
    private static final String VERB = "verb";
    private static final int VERB_WORD = 1;

    private final LineParser line;
    private final ReplyBuffer reply;

    HelpVerb(final LineParser line, final ReplyBuffer reply)
    {
        this.line = line;
        this.reply = reply;
    }

    /** Answers the line with one line. */
    void execute()
    {
        final String word = line.wordCount() > VERB_WORD ? line.text(VERB_WORD) : "";
        if (word.equals(KVM))
        {
            answer(VERB, KvmVerbs.HELP, VERB_WORD + 1);
        }
        else if (word.equals(V4))
        {
            answer(VERB, V4Verbs.HELP, VERB_WORD + 1);
        }
        else if (word.equals(MSIX))
        {
            answer(VERB, MsixVerbs.HELP, VERB_WORD + 1);
        }
        else if (word.equals(IRQFD))
        {
            answer(VERB, IrqfdVerbs.HELP, VERB_WORD + 1);
        }
        else if (word.equals(MACHINE))
        {
            machine(line.wordCount() > VERB_WORD + 1 ? line.text(VERB_WORD + 1) : null);
        }
        else if (line.wordCount() > VERB_WORD + 1)
        {
            refuse(VERB, VERB_WORD, NearestName.hint(word, List.of(KVM, V4, MSIX, IRQFD, MACHINE)));
        }
        else
        {
            answer(VERB, VERBS, VERB_WORD);
        }
    }

    /** Returns help on the keys of a machine, made when somebody asks: most sessions do not. */
    static List<VerbHelp> keys()
    {
        return MachineKeys.ALL.stream().map(HelpVerb::ofKey).toList();
    }

    /**
     * Answers with help on a key of the machine.
     *
     * @param name of the key, or null for the verb and the names of all keys
     */
    private void machine(final String name)
    {
        final MachineKey<?> key = name == null ? null : MachineKeys.find(name);
        if (name == null)
        {
            reply.append("OK ").append(Verb.MACHINE.help().line()).append(" | keys: ")
                .append(String.join(" ", VerbHelp.names(keys()))).endLine();
        }
        else if (key == null)
        {
            refuse("key", VERB_WORD + 1, MachineKeys.hint(name));
        }
        else
        {
            reply.append("OK ").append(ofKey(key).line()).endLine();
        }
    }

    private static VerbHelp ofKey(final MachineKey<?> key)
    {
        return new VerbHelp(key.name(), MACHINE + ' ' + key.name() + '=' + key.type().label(),
            "OK; " + key.help() + "; default " + key.defaultText(),
            key.type().max() == 0 ? "" : "FAIL unless " + key.type().range());
    }

    private void answer(final String kind, final List<VerbHelp> verbs, final int wordIndex)
    {
        if (line.wordCount() <= wordIndex)
        {
            reply.append("OK ").append(String.join(" ", VerbHelp.names(verbs))).endLine();
            return;
        }
        final String word = line.text(wordIndex);
        for (final VerbHelp help : verbs)
        {
            if (help.name().equals(word))
            {
                reply.append("OK ").append(help.line()).endLine();
                return;
            }
        }
        refuse(kind, wordIndex, NearestName.hint(word, VerbHelp.names(verbs)));
    }

    private void refuse(final String kind, final int wordIndex, final String hint)
    {
        reply.append("FAIL help: no ").append(kind).append(" ")
            .appendQuoted(line.bytes(), line.start(wordIndex), line.length(wordIndex)).append(hint).endLine();
    }
}
