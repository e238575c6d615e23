import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/controls.css';
import './styles/figures.css';
import './styles/overlays.css';
import './styles/overview.css';
import './shell/app';
