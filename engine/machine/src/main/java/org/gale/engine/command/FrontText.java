package org.gale.engine.command;

/** Texts of the verbs in front of the ITS, and of the verbs of resident VMs. Pure functions. */
final class FrontText
{
    private FrontText()
    {
    }

    /**
     * Returns the family and the verb of a word.
     *
     * @return the text, or null if the word is of another family
     */
    static String of(final long word)
    {
        final MsixVerb msix = MsixVerb.of(word);
        final IrqfdVerb irqfd = IrqfdVerb.of(word);

        final VmVerb vm = VmVerb.of(word);

        return msix != null ? "msix " + msix : irqfd != null ? "irqfd " + irqfd : vm != null ? "vm " + vm : null;
    }
}
