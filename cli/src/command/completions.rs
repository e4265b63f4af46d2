//! `completions`.

use clap::Args;
use clap_complete::Shell;
use etched::cli::{Context, Outcome};

/// Write completions for a shell
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched completions bash > ~/.local/share/bash-completion/completions/etched
  etched completions zsh > ~/.zfunc/_etched
  etched completions fish > ~/.config/fish/completions/etched.fish")]
pub(crate) struct Completions {
    /// The shell: bash, elvish, fish, powershell or zsh
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self, mut command: clap::Command, context: &Context) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "etched", &mut script);
        context.write(&script)
    }
}
